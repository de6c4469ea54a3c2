"""Jobs somebody keeps to come back to."""

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
