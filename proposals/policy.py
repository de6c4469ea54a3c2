"""The refund matrix over time. Operators switch cells; each switch makes a new version, and proposals keep theirs.

Nothing is remembered between requests: one version a switch means few rows, and a stale one would break a promise.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from common import clock, policies
from common.models import PolicyChange
from proposals import rules
from proposals.models import RefundPolicy, RefundRule, RefundTiming
from proposals.vocabulary import Column, Outcome


@transaction.atomic
def switch_cell(rule: RefundRule, *, refunded: bool, actor: User, reason: str, **figures: Any) -> RefundPolicy:
    """Switch one cell of the matrix; proposals are sent under the new version from then on. Raises ValidationError."""
    _one_at_a_time()
    policies.change(rule, actor=actor, reason=reason, refunded=refunded, **figures)
    return current()


@transaction.atomic
def put_back_cell(rule: RefundRule, change: PolicyChange, *, actor: User, reason: str) -> RefundRule:
    """Switch a cell to what it was before this change; a version like any other. Raises ValidationError."""
    _one_at_a_time()
    policies.put_back(rule, change, actor=actor, reason=reason)
    return rule


def write_version() -> RefundPolicy:
    """A new version from the cells as they stand, unless the current one already says the same."""
    _one_at_a_time()
    cells, days = _as_they_stand()
    before = RefundPolicy.objects.order_by("-id").first()
    if before is not None and (before.cells, before.days) == (cells, days):
        return before
    return RefundPolicy.objects.create(since=clock.now(), cells=cells, days=days)


def current() -> RefundPolicy:
    """The version in force."""
    return RefundPolicy.objects.latest("id")


def timing() -> tuple[timedelta, timedelta]:
    """How long after its announcement a refund is due, and when a late one alarms operators."""
    row = RefundTiming.objects.get(pk=1)
    return timedelta(hours=row.due_hours), timedelta(hours=row.alarm_hours)


def refunded_by(outcome: Outcome) -> Q:
    """Among proposals: those that the version each was sent under refunds when `outcome` happens."""
    versions = list(RefundPolicy.objects.all())
    due = Q(pk__in=())
    for column in Column:
        refunding = [row.pk for row in versions if rules.refunds(outcome, column, policy=row.cells)]
        if refunding:
            due |= _in_column(column, outcome) & Q(refund_policy_id__in=refunding)
    return due


def dated_rules() -> list[tuple[int, int]]:
    """Versions with the rule "never viewed for so many days" switched on, and the days of each."""
    key = rules.cell(Outcome.NEVER_VIEWED, Column.EARLY)
    return [(row.pk, row.days[key]) for row in RefundPolicy.objects.all() if row.cells.get(key) and key in row.days]


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


def _in_column(column: Column, outcome: Outcome) -> Q:
    """A withdrawal is judged by how far the proposal had come; everything else by whether it had been withdrawn."""
    if outcome == Outcome.WITHDRAWN:
        return Q(stage__in=rules.stages_of(column))
    if column == Column.WITHDRAWN:
        return Q(withdrawn_at__isnull=False)
    return Q(stage__in=rules.stages_of(column), withdrawn_at=None)
