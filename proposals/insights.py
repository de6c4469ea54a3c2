"""What Connects bought, in figures: for whoever pays for proposals, and for the client who receives them (PRODUCT 6).

One grouped query each, whatever was sent; the tables and the picture are sums of its rows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from statistics import median
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import TruncMonth
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import clock
from common.reading import Words, said
from jobs.models import Job, Status
from proposals.models import Boost, Proposal, Stage

# Months that can be looked back on; None is all of them.
PERIODS: dict[str, tuple[Words, int | None]] = {
    "3": (_("3 months"), 3),
    "6": (_("6 months"), 6),
    "12": (_("12 months"), 12),
    "all": (_("Ever"), None),
}
USUAL = "6"
# The highest column of the picture, in CSS pixels.
_HIGHEST = 104


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of some proposals. `connects` is what they and their boosts cost, without what came back."""

    sent: int = 0
    viewed: int = 0
    answered: int = 0
    interviewed: int = 0
    hired: int = 0
    connects: int = 0
    # Of the Connects, those that were bid for a place on top.
    boosts: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def success(self) -> int | None:
        """Of a hundred sent, how many led to a hire; None when nothing was sent."""
        return round(100 * self.hired / self.sent) if self.sent else None

    @property
    def per_interview(self) -> str:
        return _each(self.connects, self.interviewed)

    @property
    def per_hire(self) -> str:
        return _each(self.connects, self.hired)


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Column:
    """One month of the picture: sent, and how much of that was answered, in pixels."""

    month: date
    figures: Figures
    height: int
    answered: int

    @property
    def above(self) -> int:
        return self.height - self.answered


@dataclass(frozen=True, slots=True)
class Insights:
    total: Figures
    months: list[Column]
    categories: list[Line]
    # With a place on top and without; empty when nothing was boosted.
    boosted: list[Line]


@dataclass(frozen=True, slots=True)
class ClientInsights:
    """What a client's jobs brought. Hours are medians from publication; None while nothing can be said."""

    jobs: int
    proposals: int
    opened: int
    hires: int
    hours_to_first: float | None
    hours_to_good: float | None

    @property
    def per_job(self) -> str:
        return _each(self.proposals, self.jobs)


def since(period: str, *, at: datetime) -> datetime | None:
    """The first instant of a period of whole calendar months (UTC) that ends now; None for all time."""
    months = PERIODS.get(period, PERIODS[USUAL])[1]
    if months is None:
        return None
    whole = at.year * 12 + at.month - months
    return datetime(whole // 12, whole % 12 + 1, 1, tzinfo=UTC)


def of_wallet(wallet_id: int, *, begin: datetime | None = None) -> Insights:
    """What the Connects of a wallet bought: a person's own, or an agency's pool."""
    sent = Proposal.objects.filter(wallet=wallet_id)
    if begin is not None:
        sent = sent.filter(sent_at__gte=begin)
    bids = Boost.objects.filter(proposal=OuterRef("pk"), refunded_at=None).exclude(state=Boost.State.RETURNED)
    bid = bids.values("proposal").annotate(sum=Sum("connects")).values("sum")
    rows = [
        _Group(row.pop("month").date(), row.pop("category"), row.pop("boosted"), _figures(row))
        for row in sent.annotate(
            month=TruncMonth("sent_at", tzinfo=UTC),
            category=F("job__category__name"),
            boosted=Exists(bids),
            bid=Subquery(bid),
        )
        .values("month", "category", "boosted")
        .annotate(**_COUNTS)
        .order_by()
    ]
    return Insights(
        total=sum((row.figures for row in rows), Figures()),
        months=_picture(_summed(rows, attrgetter("month"))),
        categories=_lines(_summed(rows, attrgetter("category"))),
        boosted=_lines(_summed(rows, _kind)) if any(row.boosted for row in rows) else [],
    )


def of_client(person: User, *, begin: datetime | None = None) -> ClientInsights:
    """How the client's own published jobs fared."""
    jobs = Job.objects.exclude(status=Status.DRAFT).filter(client=person)
    if begin is not None:
        jobs = jobs.filter(published_at__gte=begin)
    good = Min("proposals__shortlisted_at"), Min("proposals__hired_at")
    rows = jobs.annotate(first=Min("proposals__sent_at"), liked=good[0], hired=good[1]).values_list(
        "published_at", "first", "liked", "hired", "hires_count"
    )
    found = list(rows)
    counted = Proposal.objects.filter(job__in=jobs).aggregate(sent=Count("pk"), opened=Count("pk", filter=_OPENED))
    return ClientInsights(
        jobs=len(found),
        proposals=counted["sent"],
        opened=counted["opened"],
        hires=sum(row[4] for row in found),
        hours_to_first=_hours((row[0], row[1]) for row in found),
        hours_to_good=_hours((row[0], min(filter(None, (row[2], row[3])), default=None)) for row in found),
    )


_OPENED = Q(stage__gte=Stage.VIEWED)
_COUNTS: dict[str, Any] = {
    "sent": Count("pk"),
    "viewed": Count("pk", filter=_OPENED),
    # A reply of any kind: a message, an invitation, an offer, or a reason for declining.
    "answered": Count("pk", filter=Q(stage__gte=Stage.IN_DISCUSSION) | Q(declined_at__isnull=False)),
    "interviewed": Count("pk", filter=Q(stage__gte=Stage.INTERVIEWING)),
    "hired": Count("pk", filter=Q(stage=Stage.HIRED)),
    "connects": Sum("paid", filter=Q(refunded_at=None)),
    "boosts": Sum("bid"),
}


@dataclass(frozen=True, slots=True)
class _Group:
    month: date
    category: str
    boosted: bool
    figures: Figures


def _figures(row: dict[str, Any]) -> Figures:
    counted = {name: row[name] or 0 for name in _COUNTS}
    return Figures(**counted | {"connects": counted["connects"] + counted["boosts"]})


def _kind(group: _Group) -> str:
    return gettext("Boosted") if group.boosted else gettext("Not boosted")


def _summed(rows: Iterable[_Group], key: Callable[[_Group], Any]) -> dict[Any, Figures]:
    sums: dict[Any, Figures] = defaultdict(Figures)
    for row in rows:
        sums[key(row)] += row.figures
    return sums


def _lines(sums: dict[str, Figures]) -> list[Line]:
    """The most used first."""
    return sorted(
        (Line(said(name), figures) for name, figures in sums.items()), key=lambda line: (-line.figures.sent, line.name)
    )


def _picture(months: dict[date, Figures]) -> list[Column]:
    """A column for each month from the first with a proposal to the present one, at most two years of them."""
    if not months:
        return []
    tallest = max(figures.sent for figures in months.values())
    columns = []
    for month in _months(min(months), clock.now().date())[-24:]:
        figures = months.get(month, Figures())
        height = round(_HIGHEST * figures.sent / tallest)
        columns.append(Column(month, figures, height, round(height * figures.answered / (figures.sent or 1))))
    return columns


def _months(first: date, last: date) -> list[date]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _hours(pairs: Iterable[tuple[datetime | None, datetime | None]]) -> float | None:
    spans = [(then - published) / timedelta(hours=1) for published, then in pairs if published and then]
    return round(median(spans), 1) if spans else None


def _each(whole: int, parts: int) -> str:
    """`17.5`, as the reader writes it, without a decimal where there is none; empty when nothing can be said."""
    if not parts:
        return ""
    each = round(whole / parts, 1)
    return number_format(each, decimal_pos=0 if each.is_integer() else 1)
