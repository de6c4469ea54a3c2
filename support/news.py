"""What people are told about tickets: the person of an answer and a refund, operators of what waits for them."""

from django.urls import reverse

from accounts.agencies import standing as agencies
from accounts.models import User
from common.telling import News, tell_many
from support.models import Ticket, TicketEvent, TicketMessage


def answered(ticket: Ticket, message: TicketMessage) -> None:
    text = f"Support has answered about “{ticket.title[:120]}”."
    _tell(ticket, f"answered:{message.pk}", text, "Support has answered", (message.text,))


def refunded(ticket: Ticket, event: TicketEvent, answer: str) -> None:
    number = _connects(event.connects)
    text = f"Support gave {number} back: “{ticket.title[:120]}”."
    lines = (text, f"The reason: {event.why}", *([answer] if answer else []))
    _tell(ticket, f"refunded:{event.pk}", text, f"{number} came back", lines)


def closed(ticket: Ticket, event: TicketEvent, answer: str) -> None:
    """By an operator: the person may still write."""
    text = f"Support has closed your ticket about “{ticket.title[:120]}”."
    again = "If that is not right, write on its page: it is then open again."
    _tell(ticket, f"closed:{event.pk}", text, "Your ticket is closed", (*([answer] if answer else []), text, again))


def waits(ticket: Ticket, event: TicketEvent) -> None:
    """To the operators: a ticket is open, or open again."""
    what = "opened a ticket" if event.what == TicketEvent.What.OPENED else "opened a ticket again"
    text = f"{ticket.person.name} {what}: “{ticket.title[:120]}”, {ticket.get_kind_display().lower()}."
    link = reverse("admin:support_ticket_change", args=[ticket.pk])
    subject, label = "A support ticket waits", "See the ticket"
    reference = f"ticket:waits:{event.pk}"
    tell_many(
        News(each, "ticket_waits", reference, text, link, subject, (text,), label=label)
        for each in User.objects.filter(is_staff=True, is_active=True)
    )


def _tell(ticket: Ticket, reference: str, text: str, subject: str, lines: tuple[str, ...]) -> None:
    facts = (("Ticket", str(ticket.pk)), ("About", ticket.title))
    link, reference = ticket.get_absolute_url(), f"ticket:{reference}"
    tell_many([News(_whom(ticket), "support", reference, text, link, subject, lines, facts, "See the ticket")])


def _whom(ticket: Ticket) -> User:
    """Who asked; for the pool of an agency that they no longer look after, its owner."""
    agency = ticket.wallet.agency
    if agency is None or agencies.runs(ticket.person, agency.pk):
        return ticket.person
    return agencies.owners_of([agency.pk]).get(agency.pk, ticket.person)


def _connects(number: int) -> str:
    return "1 Connect" if number == 1 else f"{number:,} Connects"
