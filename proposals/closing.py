"""What closing a job would mean for those who sent proposals, told to the client before it is closed."""

from dataclasses import dataclass

from django.db.models import Count, Q

from jobs.models import Job, JobEnd
from proposals import rules
from proposals.models import Proposal, Stage


@dataclass(frozen=True, slots=True)
class Effect:
    """Of so many proposals in all, how many are refunded if the client cancels, and if the job closes as filled."""

    proposals: int
    if_cancelled: int
    if_filled: int
    someone_hired: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """Proposals alike in everything that decides a refund."""

    stage: Stage
    withdrawn: bool
    refunded: bool
    cells: rules.Cells
    number: int


def effect(job: Job) -> Effect:
    """One aggregate query, whatever the number of proposals."""
    groups = _groups(job)
    hired = job.hires_count > 0
    return Effect(
        proposals=sum(group.number for group in groups if not group.withdrawn),
        if_cancelled=_refunds(groups, JobEnd.CANCELLED, after_hire=hired),
        if_filled=_refunds(groups, JobEnd.FILLED, after_hire=True),
        someone_hired=hired,
    )


def _groups(job: Job) -> list[_Group]:
    alike = (
        Proposal.objects.filter(job=job)
        .annotate(
            withdrawn=Q(withdrawn_at__isnull=False),
            # What has cost nothing has nothing to come back.
            refunded=Q(refunded_at__isnull=False) | Q(paid=0),
        )
        .values_list("stage", "withdrawn", "refunded", "refund_policy__cells")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return [_Group(Stage(stage), *rest) for stage, *rest in alike]


def _refunds(groups: list[_Group], end: JobEnd, *, after_hire: bool) -> int:
    outcome = rules.outcome_of(end, after_hire=after_hire)
    return sum(
        group.number
        for group in groups
        if not group.refunded
        and rules.refund_due(outcome, group.stage, withdrawn=group.withdrawn, policy=group.cells).refunded
    )
