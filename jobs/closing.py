"""How jobs end (PRODUCT 7): filled, cancelled, expired, removed. Who gets Connects back is decided one room higher."""

from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from common import clock, sweeps
from jobs import record
from jobs.activity import lock_live, lock_published
from jobs.errors import JobEnded, JobGone, NobodyHired, NotYourJob, RemovalNeedsReason
from jobs.models import Job, JobClosure, JobEnd, Status, Violation
from jobs.signals import job_closed

_BATCH = 500


@transaction.atomic
def fill(job: Job, *, by: User) -> JobClosure:
    """The client has found whom they looked for. Raises NotYourJob, JobEnded, NobodyHired."""
    locked = _own(job, by)
    if not locked.hires_count:
        raise NobodyHired(job.pk)
    closure = _close(locked, JobEnd.FILLED, at=clock.now(), by=by)
    job.status = locked.status
    return closure


@transaction.atomic
def cancel(job: Job, *, by: User, reason: str = "") -> JobClosure:
    """The client gives the job up. Raises NotYourJob, JobEnded."""
    locked = _own(job, by)
    closure = _close(locked, JobEnd.CANCELLED, at=clock.now(), by=by, reason=reason)
    job.status = locked.status
    return closure


@transaction.atomic
def remove(job: Job, *, by: User, violation: Violation | str, reason: str) -> JobClosure:
    """An operator takes a published job down, whatever became of it. Raises JobGone, JobEnded, RemovalNeedsReason."""
    if violation not in Violation.values or not reason.strip():
        raise RemovalNeedsReason
    locked = lock_published(job.pk)
    if locked.closures.filter(end=JobEnd.REMOVED).exists():
        raise JobEnded(job.pk)
    closure = _close(locked, JobEnd.REMOVED, at=clock.now(), by=by, reason=reason, violation=str(violation))
    job.status = locked.status
    return closure


def expire_due(at: datetime) -> int:
    """End every job whose last day has passed, oldest first. Returns how many ended. May run twice, or be killed."""
    done = 0
    while due := list(Job.objects.live().filter(expires_at__lte=at).order_by("expires_at")[:_BATCH]):
        done += sweeps.each_alone(due, partial(expire, at=at))
    return done


@transaction.atomic
def expire(job: Job, *, at: datetime) -> bool:
    """End one job whose last day has passed. A job that hired somebody is not abandoned: it ends as filled."""
    try:
        locked = lock_live(job.pk)
    except (JobGone, JobEnded):
        return False
    if locked.expires_at is None or locked.expires_at > at:
        return False
    _close(locked, JobEnd.FILLED if locked.hires_count else JobEnd.EXPIRED, at=at)
    return True


def next_expiry() -> datetime | None:
    """When the next live job ends by itself."""
    return Job.objects.live().order_by("expires_at").values_list("expires_at", flat=True).first()


def _own(job: Job, by: User) -> Job:
    if job.client_id != by.pk:
        raise NotYourJob(job.pk)
    return lock_live(job.pk)


def _close(
    job: Job, end: JobEnd, *, at: datetime, by: User | None = None, reason: str = "", violation: str = ""
) -> JobClosure:
    job.status = Status.CLOSED
    job.save(update_fields=["status"])
    closure = JobClosure.objects.create(
        job=job,
        end=end,
        at=at,
        by=by,
        reason=reason.strip()[:500],
        violation=violation,
        after_hire=job.hires_count > 0,
    )
    record.ended(job.client_id, end)
    job_closed.send(sender=Job, job=job, closure=closure)
    return closure
