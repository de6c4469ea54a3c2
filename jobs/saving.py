"""Jobs somebody keeps to come back to."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from jobs.errors import JobGone
from jobs.models import Job, SavedJob


def save(job: Job, *, by: User) -> None:
    """Keep a published job. Keeping it twice keeps it once. Raises JobGone for a draft."""
    if not Job.objects.public().filter(pk=job.pk).exists():
        raise JobGone(job.pk)
    SavedJob.objects.bulk_create([SavedJob(person=by, job=job)], ignore_conflicts=True)


def unsave(job: Job, *, by: User) -> None:
    SavedJob.objects.filter(person=by, job=job).delete()


def saved_among(person: Any, jobs: Iterable[Job]) -> set[int]:
    """Which of these jobs the person keeps; none for a visitor."""
    if not isinstance(person, User):
        return set()
    return set(SavedJob.objects.filter(person=person, job__in=list(jobs)).values_list("job_id", flat=True))
