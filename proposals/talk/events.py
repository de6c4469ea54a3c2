"""What the conversation adds to the story of a proposal: that it began, and what became of interviews."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.reading import Words
from proposals.models import Interview, Message, Proposal, Thread

_BECAME = {
    Interview.Standing.ACCEPTED: _("Interview accepted"),
    Interview.Standing.TURNED_DOWN: _("Interview turned down"),
    Interview.Standing.TAKEN_BACK: _("Invitation to an interview taken back"),
}


def of(proposal: Proposal) -> Iterator[tuple[datetime, Words]]:
    """When, and what; two queries."""
    began = Thread.objects.filter(pk=proposal.pk).values_list("began_at", flat=True).first()
    if began:
        yield began, _("The client began the conversation")
    for interview in Interview.objects.filter(proposal=proposal).order_by("pk"):
        yield interview.invited_at, _("Invited to an interview")
        if interview.answered_at:
            yield interview.answered_at, _BECAME[Interview.Standing(interview.standing)]


def in_words(message: Message, reader: User, proposal: Proposal) -> str:
    """What happened in a conversation, with who did it: "You accepted the invitation: interviewing"."""
    words = _by_reader(message) if message.author_id == reader.pk else _by_other(message, proposal, reader)
    return words.format(name=message.author.name, other=proposal.author.get_short_name())


def _by_reader(message: Message) -> str:
    match message.kind:
        case Message.Kind.INVITED:
            return gettext("You invited {other} to an interview")
        case Message.Kind.ACCEPTED:
            return gettext("You accepted the invitation: interviewing")
        case Message.Kind.TURNED_DOWN:
            return gettext("You turned down the invitation")
    return gettext("You took back the invitation")


def _by_other(message: Message, proposal: Proposal, reader: User) -> str:
    match message.kind:
        case Message.Kind.INVITED if proposal.job.client_id == reader.pk:
            return gettext("{name} invited {other} to an interview")
        case Message.Kind.INVITED:
            return gettext("{name} invited you to an interview")
        case Message.Kind.ACCEPTED:
            return gettext("{name} accepted the invitation: interviewing")
        case Message.Kind.TURNED_DOWN:
            return gettext("{name} turned down the invitation")
    return gettext("{name} took back the invitation")
