"""What this room knows of a person, and what closing an account means for their jobs (PRODUCT 8)."""

from django.utils.translation import ngettext

from accounts.models import User
from accounts.privacy.registry import Gone, Holding, Kept, Room
from common.numbers import figure
from jobs import closing, posting
from jobs.choices import CLIENT_LEFT
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

_PUBLISHED = Kept("People sent proposals for it, under these words and rules; its client is a pseudonym.")


def _effects(person: User) -> list[str]:
    drafts = Job.objects.filter(client=person, status=Status.DRAFT).count()
    if not drafts:
        return []
    said = ngettext(
        "{n} unpublished draft of a job thrown away.", "{n} unpublished drafts of a job thrown away.", drafts
    )
    return [said.format(n=figure(drafts))]


def _wind_up(person: User) -> None:
    for job in Job.objects.live().filter(client=person).order_by("pk"):
        try:
            closing.cancel(job, by=person, reason=CLIENT_LEFT)
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
