"""The economy at a glance, for the operators' first page: this week's Connects beside last week's, and what is owed.

Two queries, however large the books: the week's movements by kind, and the debts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import clock
from connects import economy
from connects.economy import Debts, Flow

# Each with the way in which it is told: what leaves wallets is told without its minus.
_LINES: tuple[tuple[str, Promise, int], ...] = (
    ("grant", _("Granted"), 1),
    ("purchase", _("Bought"), 1),
    ("spend", _("Spent"), -1),
    ("refund", _("Refunded"), 1),
    ("expire", _("Expired"), -1),
)


@dataclass(frozen=True, slots=True)
class Line:
    title: Promise
    this_week: int
    last_week: int


@dataclass(frozen=True, slots=True)
class Glance:
    """`since` is the Monday on which the week began (UTC)."""

    since: datetime
    lines: list[Line]
    debts: Debts


def glance() -> Glance:
    now = clock.now()
    monday = datetime.combine(now.date() - timedelta(days=now.weekday()), time(), UTC)
    flows = economy.flows("week", begin=monday - timedelta(days=7), until=now)
    this = [flow for flow in flows if flow.period == monday.date()]
    last = [flow for flow in flows if flow.period != monday.date()]
    lines = [Line(title, sign * _sum(this, kind), sign * _sum(last, kind)) for kind, title, sign in _LINES]
    return Glance(monday, lines, economy.open_debts())


def _sum(flows: Iterable[Flow], kind: str) -> int:
    return sum(flow.connects for flow in flows if flow.kind == kind)
