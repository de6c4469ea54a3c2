"""What somebody logged in sees first: what goes on, what is left in the purse, and the one next thing to do."""

from typing import Any

from django.http import HttpRequest

from accounts.models import Hat, User
from connects import services as connects
from jobs.choices import Status
from jobs.models import Job
from marketplace import first_steps
from marketplace.front import newest_jobs
from marketplace.waiting import waiting_for
from proposals.models import Proposal
from proposals.vocabulary import State

_SHOWN = 5
# A proposal in one of these still waits for something to happen.
_GOING_ON = (
    State.SUBMITTED,
    State.VIEWED,
    State.SHORTLISTED,
    State.IN_DISCUSSION,
    State.INTERVIEWING,
    State.OFFERED,
)


def overview(person: User, request: HttpRequest) -> dict[str, Any]:
    """The page of the hat that is worn now; whoever has none and runs the site sees what waits for them."""
    if person.is_staff and not (person.is_freelancer or person.is_client):
        return {"waiting": [each for each in waiting_for(request) if each.count], "jobs": newest_jobs(), "desk": True}
    page = hiring(person) if person.hat == Hat.CLIENT else working(person)
    return page | {"first_steps": first_steps.of(person, request)}


def working(person: User) -> dict[str, Any]:
    going_on = Proposal.objects.filter(
        author=person, state__in=_GOING_ON, job__status__in=(Status.OPEN, Status.PAUSED)
    )
    return {
        "proposals": going_on.select_related("job").order_by("-id")[:_SHOWN],
        "jobs": newest_jobs(),
        "wallet": connects.wallet_of(person) if person.is_freelancer else None,
    }


def hiring(person: User) -> dict[str, Any]:
    mine = Job.objects.filter(client=person).exclude(status=Status.CLOSED)
    return {"my_jobs": mine.select_related("category").order_by("-id")[:_SHOWN]}
