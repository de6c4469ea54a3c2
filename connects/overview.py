"""The wallet at a glance: what can be spent, what expires when, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from connects import history
from connects.models import Lot, Wallet, WalletPolicy

# A year and the month it began in: lots live 365 days, so nearly every expiry is on the picture.
_MONTHS = 13
# The highest column, in CSS pixels.
_HIGHEST = 104


@dataclass(frozen=True, slots=True)
class Month:
    """One column of the picture: what expires in that month, drawn so many pixels high."""

    first: date
    connects: int
    height: int


@dataclass(frozen=True, slots=True)
class Perk:
    """The next monthly Connects."""

    connects: int
    at: datetime


def expiring_soon(lots: Sequence[Lot], *, at: datetime) -> list[Lot]:
    """Those of the lots that expire within the longest notice time (PRODUCT 2)."""
    days = WalletPolicy.objects.values_list("notice_days_first", flat=True).get(pk=1)
    return [lot for lot in lots if lot.expires_at <= at + timedelta(days=days)]


def next_perk(wallet: Wallet) -> Perk | None:
    """The wallet's next monthly Connects; None while its plan gives none."""
    plan = wallet.plan
    if plan is None or not plan.enabled or not plan.monthly or wallet.next_period_at is None:
        return None
    return Perk(plan.monthly, wallet.next_period_at)


def months(lots: Sequence[Lot], *, at: datetime) -> list[Month]:
    """What expires in this month and the next twelve, in the reader's zone; the last holds all that is later."""
    first = timezone.localtime(at).date().replace(day=1)
    starts = [first]
    for _ in range(_MONTHS - 1):
        starts.append(_after(starts[-1]))
    sums = dict.fromkeys(starts, 0)
    for lot in lots:
        sums[min(timezone.localtime(lot.expires_at).date().replace(day=1), starts[-1])] += lot.remaining
    highest = max(sums.values(), default=0) or 1
    # A column that holds anything can be seen, however high the others are.
    return [Month(start, held, max(4, held * _HIGHEST // highest) if held else 0) for start, held in sums.items()]


def recent(wallet_id: int, *, most: int = 6) -> list[history.Line]:
    return history.lines(history.movements(wallet_id)[:most])


def _after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
