"""What the proposals room calls down: the lock that decides races on a job, and the counters shown on it.

Every caller locks the job first, then wallets: that order is the site's. The lock leaves foreign keys to the job free.
"""

from datetime import timedelta

from django.db.models import F, Q

from accounts.models import ClientProfile, User
from common import clock
from jobs.errors import JobEnded, JobGone, JobNotOpen
from jobs.models import Job, Status

# Looking again within this time does not write again.
_SEEN_AGAIN_AFTER = timedelta(minutes=5)


def lock(job_id: int) -> Job:
    """The job, locked until the transaction ends, ready to take a proposal. Raises JobGone, JobNotOpen."""
    job = lock_published(job_id)
    if not job.is_open or job.expires_at is None or job.expires_at <= clock.now():
        raise JobNotOpen(job_id)
    return job


def lock_live(job_id: int) -> Job:
    """The job, locked, open or paused: for deciding on proposals already there. Raises JobGone, JobEnded."""
    job = lock_published(job_id)
    if not job.is_live:
        raise JobEnded(job_id)
    return job


def lock_published(job_id: int) -> Job:
    """The job, locked, whatever became of it since publication. Raises JobGone."""
    job = Job.objects.select_for_update(no_key=True).exclude(status=Status.DRAFT).filter(pk=job_id).first()
    if job is None:
        raise JobGone(job_id)
    return job


def count_proposal(job: Job, by: int = 1) -> None:
    """A proposal was sent."""
    _count(job, "proposals_count", by)


def count_shortlisted(job: Job, by: int = 1) -> None:
    """A proposal was put on the short list, or with -1 taken off it."""
    _count(job, "shortlisted_count", by)


def count_hire(job: Job, by: int = 1) -> None:
    """Somebody was hired: on the job, and in the client's record."""
    _count(job, "hires_count", by)
    ClientProfile.objects.filter(person_id=job.client_id).update(hires=F("hires") + by)


def client_seen(job: Job, by: User) -> None:
    """The client has looked at the job's proposals. Anybody else's look does not count."""
    if job.client_id != by.pk:
        return
    now = clock.now()
    stale = Q(client_seen_at=None) | Q(client_seen_at__lte=now - _SEEN_AGAIN_AFTER)
    if Job.objects.filter(stale, pk=job.pk).update(client_seen_at=now):
        job.client_seen_at = now


def _count(job: Job, counter: str, by: int) -> None:
    Job.objects.filter(pk=job.pk).update(**{counter: F(counter) + by})
    job.refresh_from_db(fields=[counter])
