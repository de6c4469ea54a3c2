"""The wallet at a glance: what can be spent, what expires when, and what comes next."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from connects import history, holds
from connects.causes import Cause, resolve
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

    @property
    def initial(self) -> str:
        """The first letter of its name, with the marks that belong to it: all that a narrow screen shows."""
        name = self._name()
        marks = takewhile(lambda sign: unicodedata.category(sign).startswith("M"), name[1:])
        return name[:1] + "".join(marks)

    @property
    def rest(self) -> str:
        return self._name().removeprefix(self.initial)

    def _name(self) -> str:
        return date_format(self.first, "M")


@dataclass(frozen=True, slots=True)
class Perk:
    """The next monthly Connects; those of a paid plan come only if it is paid for by then."""

    connects: int
    at: datetime
    if_paid: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A lot that is owed for, or on hold: what it was about, and how many."""

    lot: int
    what: Cause
    connects: int


@dataclass(frozen=True, slots=True)
class Held:
    """What a bid holds since an instant: not on the balance, and not spent yet."""

    what: Cause
    connects: int
    since: datetime


def expiring_soon(lots: Sequence[Lot], *, at: datetime) -> list[Lot]:
    """Those of the lots that expire within the longest notice time (PRODUCT 2)."""
    days = WalletPolicy.objects.values_list("notice_days_first", flat=True).get(pk=1)
    return [lot for lot in lots if lot.expires_at <= at + timedelta(days=days)]


def next_perk(wallet: Wallet) -> Perk | None:
    """The wallet's next monthly Connects; None while its plan gives none."""
    plan = wallet.plan
    if plan is None or not plan.enabled or not plan.monthly or wallet.next_period_at is None:
        return None
    waits = wallet.paid_until is not None and wallet.next_period_at >= wallet.paid_until
    return Perk(plan.monthly, wallet.next_period_at, plan.name if waits else "")


def debts(wallet: Wallet) -> list[Question]:
    """What the wallet owes, by the lots whose payment went back after they were spent."""
    if not wallet.debt:
        return []
    return _questions({lot: lot.owed for lot in _lots(wallet).filter(owed__gt=0)})


def on_hold(wallet: Wallet) -> list[Question]:
    """What is booked out while payments are disputed."""
    return _questions({lot: lot.frozen for lot in _lots(wallet).filter(disputed=True)})


def held(wallet: Wallet) -> list[Held]:
    """What is held for bids that are not decided yet, newest first."""
    found = holds.open_holds(wallet.pk)
    causes = resolve({each.cause for each in found if each.cause})
    return [Held(causes.get(each.cause) or Cause(_("A boost")), each.connects, each.since) for each in found]


def months(lots: Sequence[Lot], *, at: datetime) -> list[Month]:
    """What expires in this month and the next twelve, in the reader's zone; the last holds all that is later."""
    first = timezone.localtime(at).date().replace(day=1)
    starts = [first]
    while len(starts) < _MONTHS:
        starts.append(_after(starts[-1]))
    sums = dict.fromkeys(starts, 0)
    for lot in lots:
        sums[min(timezone.localtime(lot.expires_at).date().replace(day=1), starts[-1])] += lot.remaining
    highest = max(sums.values(), default=0) or 1
    # A column that holds anything can be seen, however high the others are.
    return [Month(start, held, max(4, held * _HIGHEST // highest) if held else 0) for start, held in sums.items()]


def recent(wallet_id: int, *, most: int = 6, read: history.Reader = history.lines) -> list[history.Line]:
    return read(history.movements(wallet_id)[:most])


def _lots(wallet: Wallet) -> QuerySet[Lot]:
    return wallet.lots.select_related("opened_by").order_by("id")


def _questions(connects: dict[Lot, int]) -> list[Question]:
    causes = resolve({lot.opened_by.cause for lot in connects})
    return [
        Question(lot.pk, causes.get(lot.opened_by.cause) or Cause(lot.get_source_display()), number)
        for lot, number in connects.items()
    ]


def _after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
