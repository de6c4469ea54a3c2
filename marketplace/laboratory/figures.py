"""What a simulated market came to, in all and by the month of publication: numbers from the services' rows.

All of it is counted when the play is over. A job says something once it is old enough to have been decided.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from django.db.models import Count, Min, QuerySet, Sum

from accounts.models import User
from billing.models import Purchase
from connects import economy
from jobs.models import Job
from proposals.models import Proposal

# The laboratory's clients decide within 24 days and some hours, or never.
DECIDED = timedelta(days=25)
# How long a newcomer is watched, and how often the line of their first hires has a point.
WATCHED_DAYS, STEP_DAYS = 90, 10


@dataclass(frozen=True, slots=True)
class Lot:
    """Some jobs, as the sums that every ratio is made of: the ratios of two lots cannot be added up, these can."""

    jobs: int
    hired: int
    proposals: int
    paid: int

    def ratios(self) -> dict[str, float | None]:
        return {
            "proposals_per_job": _ratio(self.proposals, self.jobs),
            "filled_percent": _ratio(100 * self.hired, self.jobs),
            "connects_per_hire": _ratio(self.paid, self.hired),
        }


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Those who joined after the start and were there for 90 days: after how many those hired within them were."""

    joined: int
    waits: tuple[float, ...]

    def hired_within(self, days: int) -> float | None:
        return _ratio(100 * sum(wait <= days for wait in self.waits), self.joined)

    def totals(self) -> dict[str, float | None]:
        return {
            f"Newcomers watched for {WATCHED_DAYS} days": self.joined,
            "Newcomers hired within them": len(self.waits),
            "Newcomers hired within them, percent": self.hired_within(WATCHED_DAYS),
            "Days to the first hire, median of those hired": round(median(self.waits), 1) if self.waits else None,
        }


def whole(ends: Sequence[datetime], outstanding: Sequence[int], refused: Counter[str]) -> dict[str, Any]:
    """Everything, as plain data: the same market gives the same. `outstanding` was read as each month ended."""
    begin, end = ends[0], ends[-1]
    every, new = _lot(Job.objects.filter(published_at__gte=begin)), newcomers(begin, end)
    old = _lot(Job.objects.filter(published_at__gte=begin, published_at__lte=end - DECIDED))
    hires = Proposal.objects.filter(contract__isnull=False).count()
    ratios = old.ratios()
    return {
        "totals": {
            "Jobs published": every.jobs,
            "Proposals": every.proposals,
            "Hires": hires,
            f"Jobs old enough to judge, {DECIDED.days} days": old.jobs,
            "Proposals per job, of these": ratios["proposals_per_job"],
            "Jobs with a hire, percent of these": ratios["filled_percent"],
            "Connects per hire, of these": ratios["connects_per_hire"],
            "Connects per proposal": _ratio(every.paid, every.proposals),
            **new.totals(),
            "Connects outstanding at the end": outstanding[-1],
        },
        "months": [
            _month(span, left, end, number)
            for number, (span, left) in enumerate(zip(pairwise(ends), outstanding, strict=True), 1)
        ],
        "newcomers": [new.hired_within(days) for days in range(0, WATCHED_DAYS + 1, STEP_DAYS)],
        "booked": _booked(begin, end),
        "paid": _paid(),
        "refused": dict(sorted(refused.items())),
    }


def newcomers(begin: datetime, end: datetime) -> Newcomers:
    watched = timedelta(days=WATCHED_DAYS)
    # Whoever is there from the first day came with its first minutes.
    people = User.objects.filter(
        freelancer_profile__isnull=False, joined_at__gt=begin + timedelta(hours=1), joined_at__lte=end - watched
    )
    found = people.annotate(first=Min("proposals__contract__started_at")).values_list("joined_at", "first")
    waits = sorted((first - joined) / timedelta(days=1) for joined, first in found if first)
    return Newcomers(len(found), tuple(wait for wait in waits if wait <= WATCHED_DAYS))


def outstanding_now(at: datetime) -> int:
    return sum(each.connects for each in economy.outstanding(at))


def _month(span: tuple[datetime, datetime], left: int, end: datetime, number: int) -> dict[str, Any]:
    """One month; without ratios where some of its jobs are too young to be judged."""
    lot = _lot(Job.objects.filter(published_at__gte=span[0], published_at__lt=span[1]))
    ratios = lot.ratios()
    if span[1] > end - DECIDED:
        ratios = dict.fromkeys(ratios)
    return {"number": number, **asdict(lot), **ratios, "outstanding": left}


def _lot(jobs: QuerySet[Job]) -> Lot:
    sent = Proposal.objects.filter(job__in=jobs).aggregate(count=Count("pk"), paid=Sum("paid"))
    return Lot(jobs.count(), jobs.filter(hires_count__gt=0).count(), sent["count"], sent["paid"] or 0)


def _booked(begin: datetime, end: datetime) -> dict[str, int]:
    """What each kind of transaction has added to the balances (spends: below zero)."""
    sums: Counter[str] = Counter()
    for flow in economy.flows("month", begin=begin, until=end):
        sums[str(flow.kind.label)] += flow.connects
    return dict(sorted(sums.items()))


def _paid() -> dict[str, int]:
    """What was paid for Connects, in minor units of each currency."""
    paid = Purchase.objects.filter(status=Purchase.Status.PAID).values_list("currency")
    return dict(paid.annotate(Sum("amount_minor")).order_by("currency"))


def _ratio(part: float, of: float) -> float | None:
    return round(part / of, 2) if of else None
