"""What somebody may take from an agency's pool in a month, and who has taken what (PRODUCT 6).

The books are the only count: a spend is somebody's by its actor, a month is a calendar month in UTC by the spend's
effective instant, and a spend that was given back does not count. So a refund restores the limit by itself. What is
held for a boost counts like a spend, until it returns.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from common import clock
from connects.booking import Booking, Order, booked_before, hold
from connects.chain import one_transaction
from connects.errors import OverTheLimit
from connects.models import Kind, Transaction
from connects.spending import take

# Spends of a wallet are numbered in the order of their instants; but several machines' clocks differ a little.
_CLOCKS_DIFFER = timedelta(days=1)
_TAKES = (Kind.SPEND, Kind.HOLD)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in UTC: from `start` up to before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Allowance:
    """Of a limit, how much is spent this month. Without a limit `left` is None."""

    limit: int | None
    spent: int
    ends: datetime

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.spent)

    def covers(self, connects: int) -> bool:
        return self.limit is None or self.spent + connects <= self.limit


@dataclass(frozen=True, slots=True)
class Spent:
    """What one person has taken from a wallet and not got back, in Connects and in spends."""

    month: int
    ever: int
    times: int


@one_transaction
def spend_within_limit(
    wallet_id: int, connects: int, *, limit: int, actor: User, reference: str, cause: str = "", reason: str = ""
) -> Booking:
    """`spend`, unless `actor` would then have spent more than `limit` this month.

    The wallet is held before anything is counted, so of several at once as many come through as fit. Raises
    OverTheLimit, NotEnoughConnects, ReferenceReused, NoWallet.
    """
    return take_within(Order(wallet_id, Kind.SPEND, -connects, reference, cause, reason, actor), limit)


def take_within(order: Order, limit: int | None) -> Booking:
    """`take`, within what the order's actor may take this month; None is no limit. Raises as `spend_within_limit`."""
    if limit is None or order.actor is None:
        return take(order)
    hold(order.wallet_id)
    if before := booked_before(order):
        return before
    spent = spent_this_month(order.wallet_id, order.actor.pk)
    if spent - order.amount > limit:
        raise OverTheLimit(limit=limit, spent=spent, needed=-order.amount)
    return take(order)


def allowance(wallet_id: int, person_id: int, limit: int | None) -> Allowance:
    """How a person stands with their limit in this wallet now."""
    return Allowance(limit, spent_this_month(wallet_id, person_id), month_of(clock.now()).end)


def spent_this_month(wallet_id: int, person_id: int) -> int:
    """What the person has taken from the wallet since the month began, in Connects, less what came back of it."""
    month = month_of(clock.now())
    found = _kept(wallet_id).filter(
        # The newest spend of a month before this one ends the search: the wallet's older ones are not read.
        pk__gt=_newest_before(wallet_id, month.start - _CLOCKS_DIFFER),
        effective_at__gte=month.start,
        effective_at__lt=month.end,
        actor=person_id,
    )
    return -(found.aggregate(sum=Sum("amount"))["sum"] or 0)


def spent_by_person(wallet_id: int) -> dict[int, Spent]:
    """Who has taken what from a wallet, by the person's number. One query, whatever the number of people."""
    month = month_of(clock.now())
    now = Q(effective_at__gte=month.start, effective_at__lt=month.end)
    rows = (
        _kept(wallet_id)
        .filter(actor__isnull=False)
        .order_by()
        .values("actor")
        .annotate(
            month=Coalesce(Sum(-F("amount"), filter=now), 0),
            ever=Sum(-F("amount")),
            times=Count("id", filter=Q(kind=Kind.SPEND)),
        )
    )
    return {row["actor"]: Spent(row["month"], row["ever"], row["times"]) for row in rows}


def month_of(instant: datetime) -> Month:
    start = instant.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Month(start, (start + timedelta(days=32)).replace(day=1))


def _kept(wallet_id: int) -> QuerySet[Transaction]:
    """The wallet's spends and holds that were not given back."""
    return Transaction.objects.filter(wallet_id=wallet_id, kind__in=_TAKES, reversed_by__isnull=True)


def _newest_before(wallet_id: int, instant: datetime) -> int:
    spends = Transaction.objects.filter(wallet_id=wallet_id, kind__in=_TAKES, effective_at__lt=instant)
    return spends.order_by("-id").values_list("id", flat=True).first() or 0
