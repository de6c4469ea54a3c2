"""What becomes of the jobs of somebody who may not act: paused with a suspension and back after it, removed by a ban.

By the state of person and job alone, a job a transaction: killed anywhere, the next sweep goes on.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.trust import standing
from accounts.trust.models import StandingEvent
from common import clock, sweeps
from jobs import closing
from jobs.errors import JobEnded, JobGone
from jobs.models import HeldJob, Job, Status


def register() -> None:
    standing.follow(follow)
    sweeps.register(
        sweeps.Sweep("jobs.standing", run, next_due, title="Pause, resume or remove jobs of the suspended and banned")
    )


def follow(person_id: int) -> int:
    """Everything that one person's standing asks of their jobs. Returns how many were changed."""
    return _follow(Q(client=person_id), clock.now())


def run(at: datetime) -> int:
    return _follow(Q(), at)


def next_due() -> datetime | None:
    now = clock.now()
    waiting = (_to_remove(Q()), _to_pause(Q(), now), _to_resume(Q(), now))
    return now if any(jobs.exists() for jobs in waiting) else None


def _follow(whose: Q, at: datetime) -> int:
    done = sum(_remove(job) for job in _to_remove(whose).select_related("client"))
    done += sum(_pause(pk, at) for pk in list(_to_pause(whose, at).values_list("pk", flat=True)))
    return done + sum(_resume(pk) for pk in list(_to_resume(whose, at).values_list("pk", flat=True)))


def _to_remove(whose: Q) -> QuerySet[Job]:
    return Job.objects.live().filter(whose, client__banned_at__isnull=False)


def _to_pause(whose: Q, at: datetime) -> QuerySet[Job]:
    return Job.objects.open().filter(whose, client__banned_at=None, client__suspended_until__gt=at)


def _to_resume(whose: Q, at: datetime) -> QuerySet[Job]:
    free = Q(client__suspended_until=None) | Q(client__suspended_until__lte=at)
    return Job.objects.filter(whose, free, client__banned_at=None, held__isnull=False)


def _remove(job: Job) -> int:
    banned = StandingEvent.objects.filter(person=job.client_id, kind="banned").select_related("by").latest("id")
    assert banned.by is not None
    try:
        closing.remove(job, by=banned.by, violation=banned.violation, reason=banned.reason)
    except (JobEnded, JobGone):
        return 0
    return 1


@transaction.atomic
def _pause(pk: int, at: datetime) -> int:
    if not Job.objects.filter(pk=pk, status=Status.OPEN).update(status=Status.PAUSED):
        return 0
    HeldJob.objects.get_or_create(job_id=pk, defaults={"at": at})
    return 1


@transaction.atomic
def _resume(pk: int) -> int:
    """Only what the suspension paused, and only if it has not ended meanwhile."""
    if not HeldJob.objects.filter(pk=pk).delete()[0]:
        return 0
    return Job.objects.filter(pk=pk, status=Status.PAUSED).update(status=Status.OPEN)
