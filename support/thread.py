"""A ticket as it is read: what was said and what was done, in the order in which it happened."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.reading import Words
from support.models import Ticket, TicketEvent, TicketMessage


@dataclass(frozen=True, slots=True)
class Step:
    """`text` of a message, or else `words` for what happened, with the Connects that it gave back."""

    at: datetime
    who: User
    by_operator: bool
    text: str = ""
    words: str = ""
    connects: int = 0


# What was said says more than that something was said.
_SILENT = (TicketEvent.What.OPENED, TicketEvent.What.ANSWERED)
# By support, by whoever reads it, by somebody else.
_DONE: dict[TicketEvent.What, tuple[Words, Words, Words]] = {
    TicketEvent.What.REFUNDED: (_("Support gave Connects back"), "", ""),
    TicketEvent.What.CLOSED: (
        _("Support closed the ticket"),
        _("You closed the ticket"),
        _("{person} closed the ticket"),
    ),
    TicketEvent.What.REOPENED: (
        _("Support opened the ticket again"),
        _("You opened the ticket again"),
        _("{person} opened the ticket again"),
    ),
}


def of(ticket: Ticket, reader: User) -> list[Step]:
    """Oldest first, as the reader is told of it.

    An operator's reason is for the record; of a refund it stands in the history of the wallet.
    """
    said = [_said(each) for each in ticket.messages.select_related("author").order_by("id")]
    events = ticket.events.exclude(what__in=_SILENT).select_related("by").order_by("id")
    return sorted([*said, *(_done(each, reader) for each in events)], key=lambda step: step.at)


def line_page(ticket: Ticket) -> str:
    """The page of the line, in the wallet that it is of."""
    if ticket.wallet.agency is not None:
        return reverse("agency_connects_transaction", args=[ticket.wallet.agency.handle, ticket.line_id])
    return reverse("connects_transaction", args=[ticket.line_id])


def _said(message: TicketMessage) -> Step:
    return Step(message.at, message.author, message.by_operator, text=message.text)


def _done(event: TicketEvent, reader: User) -> Step:
    by_support, by_reader, by_another = _DONE[TicketEvent.What(event.what)]
    words = by_support if event.by_operator else by_reader if event.by_id == reader.pk else by_another
    said = str(words).format(person=event.by.name)
    return Step(event.at, event.by, event.by_operator, words=said, connects=event.connects)
