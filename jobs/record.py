"""The client's record: what became of the jobs they posted, counted as it happens."""

from django.db.models import F

from accounts.models import ClientProfile
from jobs.models import JobEnd

COUNTER = {
    JobEnd.FILLED: "jobs_filled",
    JobEnd.CANCELLED: "jobs_cancelled",
    JobEnd.EXPIRED: "jobs_unfilled",
}


def posted(client_id: int) -> None:
    """A job was published. Also serialises one client's publications: the row is locked until the transaction ends."""
    _add(client_id, "jobs_posted")


def ended(client_id: int, end: JobEnd) -> None:
    """A job ended. A removal is not counted: it is the operators' deed, and may follow another ending."""
    if end in COUNTER:
        _add(client_id, COUNTER[end])


def _add(client_id: int, counter: str) -> None:
    if not ClientProfile.objects.filter(person_id=client_id).update(**{counter: F(counter) + 1}):
        ClientProfile.objects.get_or_create(person_id=client_id)
        ClientProfile.objects.filter(person_id=client_id).update(**{counter: F(counter) + 1})
