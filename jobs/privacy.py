"""What this room knows of a person, and what closing an account means for their jobs (PRODUCT 8)."""

from accounts.models import User
from accounts.privacy.registry import Gone, Holding, Kept, Room
from jobs import closing, posting
from jobs.errors import JobEnded, JobGone
from jobs.models import (
    HeldJob,
    Job,
    JobClosure,
    JobRevision,
    SavedJob,
    SavedSearch,
    ScreeningQuestion,
    Status,
)

REASON = "The client closed their account."
_PUBLISHED = Kept("People sent proposals for it, under these words and rules; its client is a pseudonym.")


def _effects(person: User) -> list[str]:
    drafts = Job.objects.filter(client=person, status=Status.DRAFT).count()
    return [f"{drafts} unpublished draft{'' if drafts == 1 else 's'} of a job thrown away."] if drafts else []


def _wind_up(person: User) -> None:
    for job in Job.objects.live().filter(client=person).order_by("pk"):
        try:
            closing.cancel(job, by=person, reason=REASON)
        except (JobEnded, JobGone):
            continue
    for job in Job.objects.filter(client=person, status=Status.DRAFT):
        posting.discard(job, by=person)


ROOM = Room(
    "jobs",
    (
        Holding(SavedSearch, ("person",), Gone()),
        Holding(SavedJob, ("person",), Gone()),
        Holding(Job, ("client",), _PUBLISHED),
        Holding(JobClosure, ("job__client",), _PUBLISHED, hidden=("by",)),
        Holding(ScreeningQuestion, ("job__client",), _PUBLISHED),
        Holding(JobRevision, ("job__client",), _PUBLISHED),
        Holding(HeldJob, ("job__client",), _PUBLISHED),
    ),
    apart={
        "jobs.Listing": "A copy of the job for searching, kept by the database.",
        "jobs.JobLikeness": "Numbers that tell whether two jobs say the same.",
    },
    effects=_effects,
    wind_up=_wind_up,
)
