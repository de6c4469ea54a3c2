"""Holding a live job back for a while, and giving it more time."""

from datetime import timedelta

from django.db import transaction

from accounts.models import User
from common import clock
from jobs.errors import JobEnded, NotYourJob
from jobs.models import Job, JobPolicy, Status


def pause(job: Job, *, by: User) -> None:
    """Take an open job off the list; it accepts no proposals, and its last day stays. Raises NotYourJob, JobEnded."""
    _move(job, by, Status.OPEN, Status.PAUSED)


def resume(job: Job, *, by: User) -> None:
    """Put a paused job back on the list. Raises NotYourJob, JobEnded."""
    _move(job, by, Status.PAUSED, Status.OPEN)


@transaction.atomic
def extend(job: Job, *, by: User) -> None:
    """Give a live job its full time again, from now, and a new reminder. Raises NotYourJob, JobEnded."""
    _own(job, by)
    ends = clock.now() + timedelta(days=JobPolicy.objects.get(pk=1).open_days)
    if not Job.objects.live().filter(pk=job.pk).update(expires_at=ends, reminded_at=None):
        raise JobEnded(job.pk)
    job.expires_at, job.reminded_at = ends, None


def _move(job: Job, by: User, before: Status, after: Status) -> None:
    _own(job, by)
    moved = Job.objects.filter(pk=job.pk, status=before).update(status=after)
    if not moved and not Job.objects.filter(pk=job.pk, status=after).exists():
        raise JobEnded(job.pk)
    job.status = after


def _own(job: Job, by: User) -> None:
    if job.client_id != by.pk:
        raise NotYourJob(job.pk)
