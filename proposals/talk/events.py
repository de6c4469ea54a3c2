"""What the conversation adds to the story of a proposal: that it began, and what became of interviews."""

from collections.abc import Iterator
from datetime import datetime

from proposals.models import Interview, Proposal, Thread

_BECAME = {
    Interview.Standing.ACCEPTED: "Interview accepted",
    Interview.Standing.TURNED_DOWN: "Interview turned down",
    Interview.Standing.TAKEN_BACK: "Invitation to an interview taken back",
}


def of(proposal: Proposal) -> Iterator[tuple[datetime, str]]:
    """When, and what; two queries."""
    began = Thread.objects.filter(pk=proposal.pk).values_list("began_at", flat=True).first()
    if began:
        yield began, "The client began the conversation"
    for interview in Interview.objects.filter(proposal=proposal).order_by("pk"):
        yield interview.invited_at, "Invited to an interview"
        if interview.answered_at:
            yield interview.answered_at, _BECAME[Interview.Standing(interview.standing)]
