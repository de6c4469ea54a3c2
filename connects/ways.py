"""Ways to earn Connects, as they stand for one person: what each brings, how, and what is left to earn (PRODUCT 3).

A source is a GrantPolicy row and the event that earns it. The room in which that happens registers here how the source
stands for somebody; the page "Ways to earn" shows them all, and knows no room.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from accounts.models import User
from connects.models import GrantPolicy, HeldGrant, Source


class Standing(StrEnum):
    OPEN = "open"
    DONE = "done"
    # Comes without being asked for, again and again.
    COMES = "comes"
    # Earned, and an operator looks at it first.
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a source gives now. Connects that come each month may have no days of their own."""

    source: Source
    connects: int
    lives_days: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """One line of the page: what it is, what it brings, how often, what to do, and how it stands."""

    source: Source
    title: str
    connects: int
    often: str
    how: str
    standing: Standing
    note: str = ""
    url: str = ""
    action: str = ""
    lives_days: int | None = None


# Told the offer of a source that is switched on: how it stands for this person. Several ways may have one source.
Provider = Callable[[User, Offer], Iterable[Way]]

_providers: dict[Source, Provider] = {}


def register(source: Source, provider: Provider) -> None:
    """Make a source known to the page. Switched off, it is not asked about."""
    _providers[source] = provider


def for_person(person: User) -> list[Way]:
    """Every way there is for this person: those still open first, what has been earned last."""
    order = [Standing.OPEN, Standing.WAITS, Standing.COMES, Standing.DONE]
    return sorted(_all(person), key=lambda way: order.index(way.standing))


def waits(wallet_id: int) -> list[HeldGrant]:
    """What the wallet has earned and an operator looks at first, oldest first."""
    held = HeldGrant.objects.filter(wallet=wallet_id, state=HeldGrant.State.HELD)
    return list(held.order_by("id"))


def _all(person: User) -> Iterator[Way]:
    for row in GrantPolicy.objects.filter(enabled=True, connects__gt=0).order_by("id"):
        offer = Offer(Source(row.source), row.connects, row.lives_days)
        if provider := _providers.get(offer.source):
            yield from provider(person, offer)
    for source in (Source.PERK, Source.ALLOWANCE, Source.CAMPAIGN, Source.PROMO):
        # No one-time reward: their figures are the plan's, the campaign's, the code's.
        if provider := _providers.get(source):
            yield from provider(person, Offer(source, 0, None))
