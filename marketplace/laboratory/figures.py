"""What a simulated market came to, month by month and in all: numbers, read from the rows of the services."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Min, Sum

from accounts.models import User
from connects import economy
from jobs.models import Job
from proposals.models import Proposal

_FIRST_MONTHS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Month:
    """One month: of the jobs published in it, and of the books at its end."""

    number: int
    jobs: int
    proposals: int
    hires: int
    proposals_per_job: float
    filled_percent: float
    cost_per_proposal: float
    connects_per_hire: float
    outstanding: int


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Of those who joined at least 90 days before the end: who was hired within 90 days, and after how many."""

    joined: int
    hired_percent: float
    median_days: float


def month(number: int, begin: datetime, end: datetime) -> Month:
    """Counted when the month is over."""
    jobs = Job.objects.filter(published_at__gte=begin, published_at__lt=end)
    count = jobs.count()
    sent = Proposal.objects.filter(sent_at__gte=begin, sent_at__lt=end)
    sums = sent.aggregate(count=Count("pk"), paid=Sum("paid"))
    hires = Proposal.objects.filter(contract__started_at__gte=begin, contract__started_at__lt=end).count()
    filled = jobs.filter(hires_count__gt=0).count()
    paid = sums["paid"] or 0
    return Month(
        number=number,
        jobs=count,
        proposals=sums["count"],
        hires=hires,
        proposals_per_job=_ratio(sums["count"], count),
        filled_percent=_ratio(100 * filled, count),
        cost_per_proposal=_ratio(paid, sums["count"]),
        connects_per_hire=_ratio(paid, hires),
        outstanding=_outstanding(end),
    )


def newcomers(end: datetime) -> Newcomers:
    first = Min("proposals__contract__started_at")
    people = User.objects.filter(freelancer_profile__isnull=False, joined_at__lte=end - _FIRST_MONTHS)
    waits = [
        (hired - joined).total_seconds() / 86_400 if hired else None
        for joined, hired in people.annotate(first=first).values_list("joined_at", "first")
    ]
    soon = [days for days in waits if days is not None and days <= _FIRST_MONTHS.days]
    return Newcomers(len(waits), _ratio(100 * len(soon), len(waits)), round(median(soon), 1) if soon else 0.0)


def whole(months: list[Month], *, begin: datetime, end: datetime) -> dict[str, Any]:
    """Everything, as plain data: the same market gives the same."""
    jobs, proposals, hires = (sum(getattr(each, name) for each in months) for name in ("jobs", "proposals", "hires"))
    paid = sum(each.cost_per_proposal * each.proposals for each in months)
    new = newcomers(end)
    return {
        "totals": {
            "Jobs published": jobs,
            "Proposals": proposals,
            "Hires": hires,
            "Proposals per job": _ratio(proposals, jobs),
            "Jobs with a hire, percent": _ratio(100 * hires, jobs),
            "Connects per proposal": _ratio(paid, proposals),
            "Connects per hire": _ratio(paid, hires),
            "Newcomers hired within 90 days, percent": new.hired_percent,
            "Days to a newcomer's first hire, median": new.median_days,
            "Connects outstanding at the end": _outstanding(end),
        },
        "months": [asdict(each) for each in months],
        "booked": _booked(begin, end),
    }


def _outstanding(at: datetime) -> int:
    return sum(each.connects for each in economy.outstanding(at))


def _booked(begin: datetime, end: datetime) -> dict[str, int]:
    """What each kind of transaction has added to the balances (spends: below zero)."""
    sums: Counter[str] = Counter()
    for flow in economy.flows("month", begin=begin, until=end):
        sums[flow.kind.value] += flow.connects
    return dict(sorted(sums.items()))


def _ratio(part: float, of: float) -> float:
    return round(part / of, 2) if of else 0.0
