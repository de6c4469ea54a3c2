"""How the market does: what jobs brought, who was hired, what a hire cost, and what was never looked at.

By when jobs were published, so that what became of a week's jobs stands beside them. Three grouped queries, whatever
the market's size; proposals that a client asked for by an offer are nobody's proposals and do not count.
"""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from common.periods import STARTS, Step
from jobs.models import Job
from proposals.models import Boost, Proposal, Stage
from proposals.vocabulary import Origin


@dataclass(frozen=True, slots=True)
class Market:
    """Sums of some jobs and of the proposals they brought. `filled` jobs hired somebody; `hires` are of proposals.
    `connects` is what proposals and won boosts cost, without what came back."""

    jobs: int = 0
    filled: int = 0
    proposals: int = 0
    unseen: int = 0
    hires: int = 0
    connects: int = 0

    def __add__(self, other: "Market") -> "Market":
        return Market(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


@dataclass(frozen=True, slots=True)
class Group:
    """Jobs of one category published in one period. Jobs themselves are in groups whose `boosted` is None, their
    proposals in those where it says whether a bid was placed and not returned."""

    period: date
    category: str
    boosted: bool | None
    market: Market


def groups(step: Step, *, begin: datetime, until: datetime) -> list[Group]:
    """Jobs published from one instant to another, and what came of them until now."""
    span, period = (begin, until), STARTS[step]
    return [*_jobs(span, period), *_proposals(span, period), *_boosts(span, period)]


def _jobs(span: tuple[datetime, datetime], period: Any) -> list[Group]:
    rows = (
        Job.objects.public()
        .filter(published_at__range=span)
        .values(period=period("published_at", tzinfo=UTC), of=F("category__name"))
        .annotate(jobs=Count("pk"), filled=Count("pk", filter=Q(hires_count__gt=0)))
        .order_by()
    )
    return [_group(row, boosted=None) for row in rows]


def _proposals(span: tuple[datetime, datetime], period: Any) -> list[Group]:
    bids = Boost.objects.filter(proposal=OuterRef("pk"), refunded_at=None).exclude(state=Boost.State.RETURNED)
    sent = Proposal.objects.exclude(origin=Origin.OFFERED).filter(job__published_at__range=span)
    rows = (
        sent.annotate(boosted=Exists(bids))
        .values("boosted", period=period("job__published_at", tzinfo=UTC), of=F("job__category__name"))
        .annotate(
            proposals=Count("pk"),
            unseen=Count("pk", filter=Q(stage__lt=Stage.VIEWED)),
            hires=Count("pk", filter=Q(stage=Stage.HIRED)),
            connects=Sum("paid", filter=Q(refunded_at=None), default=0),
        )
        .order_by()
    )
    return [_group(row, boosted=row.pop("boosted")) for row in rows]


def _boosts(span: tuple[datetime, datetime], period: Any) -> list[Group]:
    won = Boost.objects.filter(state=Boost.State.SPENT, refunded_at=None, proposal__job__published_at__range=span)
    rows = (
        won.values(period=period("proposal__job__published_at", tzinfo=UTC), of=F("proposal__job__category__name"))
        .annotate(sum=Sum("connects"))
        .order_by()
    )
    return [_group(row | {"connects": row.pop("sum")}, boosted=True) for row in rows]


def _group(row: dict[str, Any], *, boosted: bool | None) -> Group:
    return Group(row.pop("period").date(), row.pop("of"), boosted, Market(**row))
