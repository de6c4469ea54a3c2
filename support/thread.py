"""A ticket as it is read: what was said and what was done, in the order in which it happened."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import User
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
_DONE = {
    TicketEvent.What.REFUNDED: "gave Connects back",
    TicketEvent.What.CLOSED: "closed the ticket",
    TicketEvent.What.REOPENED: "opened the ticket again",
}


def of(ticket: Ticket) -> list[Step]:
    """Oldest first. An operator's reason is for the record; of a refund it stands in the history of the wallet."""
    said = [_said(each) for each in ticket.messages.select_related("author").order_by("id")]
    events = ticket.events.exclude(what__in=_SILENT).select_related("by").order_by("id")
    return sorted([*said, *(_done(each) for each in events)], key=lambda step: step.at)


def line_page(ticket: Ticket) -> str:
    """The page of the line, in the wallet that it is of."""
    if ticket.wallet.agency is not None:
        return reverse("agency_connects_transaction", args=[ticket.wallet.agency.handle, ticket.line_id])
    return reverse("connects_transaction", args=[ticket.line_id])


def _said(message: TicketMessage) -> Step:
    return Step(message.at, message.author, message.by_operator, text=message.text)


def _done(event: TicketEvent) -> Step:
    words = _DONE[TicketEvent.What(event.what)]
    return Step(event.at, event.by, event.by_operator, words=words, connects=event.connects)
