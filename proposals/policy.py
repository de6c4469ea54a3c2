"""The refund matrix over time. Operators switch cells; each switch makes a new version, and proposals keep theirs.

Versions are never changed, so one that has been read is remembered for good; which one is current is asked every time.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from common import clock, policies
from proposals import rules
from proposals.models import RefundPolicy, RefundRule, RefundTiming
from proposals.vocabulary import Column, Outcome


@transaction.atomic
def switch_cell(rule: RefundRule, *, refunded: bool, actor: User, reason: str, **figures: Any) -> RefundPolicy:
    """Switch one cell of the matrix, and from then on send proposals under the new version. Raises ValidationError."""
    _one_at_a_time()
    policies.change(rule, actor=actor, reason=reason, refunded=refunded, **figures)
    return version(current_id())


def write_version() -> RefundPolicy:
    """A new version from the cells as they stand, unless the current one says the same already."""
    _one_at_a_time()
    cells, days = _as_they_stand()
    before = RefundPolicy.objects.order_by("-id").first()
    if before is not None and (before.cells, before.days) == (cells, days):
        return before
    return RefundPolicy.objects.create(since=clock.now(), cells=cells, days=days)


def current_id() -> int:
    """The version in force. A proposal is sent under this one."""
    return RefundPolicy.objects.order_by("-id").values_list("id", flat=True)[:1].get()


@lru_cache(maxsize=1024)
def version(pk: int) -> RefundPolicy:
    return RefundPolicy.objects.get(pk=pk)


def timing() -> tuple[timedelta, timedelta]:
    """How long after its announcement a refund is due, and when a late one alarms operators."""
    row = RefundTiming.objects.get(pk=1)
    return timedelta(hours=row.due_hours), timedelta(hours=row.alarm_hours)


def refunded_by(outcome: Outcome) -> Q:
    """Among proposals: those that the version each was sent under refunds when `outcome` happens."""
    due = Q(pk__in=())
    for column in Column:
        versions = [pk for pk, cells in _versions() if _refunds(cells, outcome, column)]
        if versions:
            due |= _in_column(column, outcome) & Q(refund_policy_id__in=versions)
    return due


def dated_rules() -> list[tuple[int, int]]:
    """Versions with the rule "never viewed for so many days" switched on, and the days of each."""
    key = rules.cell(Outcome.NEVER_VIEWED, Column.EARLY)
    return [(row.pk, row.days[key]) for row in _all_versions() if row.cells.get(key) and key in row.days]


def _one_at_a_time() -> None:
    """Two operators switching at once: the second waits, and its version holds what both have switched."""
    RefundTiming.objects.select_for_update().get(pk=1)


def _as_they_stand() -> tuple[dict[str, bool], dict[str, int]]:
    cells, days = {}, {}
    for rule in RefundRule.objects.all():
        key = rules.cell(Outcome(rule.outcome), Column(rule.column))
        cells[key] = rule.refunded
        if rule.after_days is not None:
            days[key] = rule.after_days
    return cells, days


def _versions() -> Iterable[tuple[int, rules.Cells]]:
    return ((row.pk, row.cells) for row in _all_versions())


def _all_versions() -> list[RefundPolicy]:
    return [version(pk) for pk in RefundPolicy.objects.order_by("id").values_list("id", flat=True)]


def _refunds(cells: rules.Cells, outcome: Outcome, column: Column) -> bool:
    return any(cells.get(rules.cell(row, column), False) for row in rules.rows_of(outcome))


def _in_column(column: Column, outcome: Outcome) -> Q:
    if column == Column.WITHDRAWN:
        return Q(withdrawn_at__isnull=False) if outcome != Outcome.WITHDRAWN else Q(pk__in=())
    among = Q(stage__in=rules.stages_of(column))
    return among if outcome == Outcome.WITHDRAWN else among & Q(withdrawn_at=None)
