"""What joining and the like give just now, for pages that say so before it happens (PRODUCT 3)."""

from dataclasses import dataclass

from common.reading import Words
from connects.models import GrantPolicy, Plan, Source
from connects.source_words import WORDS


@dataclass(frozen=True, slots=True)
class Earning:
    """A source of free Connects as it stands now. Without days, they lapse when the next ones come."""

    source: Source
    connects: int
    lives_days: int | None
    often: Words


def rewards() -> dict[str, int]:
    """Connects by source, of those that are switched on: `{"joining": 40, "profile": 50}`."""
    return dict(GrantPolicy.objects.filter(enabled=True, connects__gt=0).values_list("source", "connects"))


def earnings() -> list[Earning]:
    """Every source that is switched on, one-time rewards first, then what comes each month."""
    once = GrantPolicy.objects.filter(enabled=True, connects__gt=0).order_by("id")
    monthly = Plan.objects.filter(enabled=True, monthly__gt=0).order_by("id")
    given: list[tuple[Source, int, int | None]] = [(Source(row.source), row.connects, row.lives_days) for row in once]
    given += [
        (Source.ALLOWANCE, plan.monthly, plan.lives_days) if plan.rolls_over else (Source.PERK, plan.monthly, None)
        for plan in monthly
    ]
    return [Earning(source, connects, days, WORDS[source].often) for source, connects, days in given]
