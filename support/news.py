"""What people are told about tickets: the person of an answer and a refund, operators of what waits for them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.agencies import standing as agencies
from accounts.models import User
from accounts.staff import operators
from common import reading
from common.numbers import figure
from common.reading import read_by
from common.telling import News, tell, tell_many
from support.models import Ticket, TicketEvent, TicketMessage


def answered(ticket: Ticket, message: TicketMessage) -> None:
    with read_by(_whom(ticket)):
        text = _("Support has answered about “{title}”.").format(title=ticket.title[:120])
        _tell(ticket, f"answered:{message.pk}", text, _("Support has answered"), (message.text,))


def refunded(ticket: Ticket, event: TicketEvent, answer: str) -> None:
    with read_by(_whom(ticket)):
        count, number = event.connects, figure(event.connects)
        words = ngettext(
            "Support gave {n} Connect back: “{title}”.", "Support gave {n} Connects back: “{title}”.", count
        )
        text = words.format(n=number, title=ticket.title[:120])
        subject = ngettext("{n} Connect came back", "{n} Connects came back", count).format(n=number)
        lines = (text, _("The reason: {reason}").format(reason=reading.said(event.why)), *([answer] if answer else []))
        _tell(ticket, f"refunded:{event.pk}", text, subject, lines)


def closed(ticket: Ticket, event: TicketEvent, answer: str) -> None:
    """By an operator: the person may still write."""
    with read_by(_whom(ticket)):
        text = _("Support has closed your ticket about “{title}”.").format(title=ticket.title[:120])
        again = _("If that is not right, write on its page: it is then open again.")
        lines = (*([answer] if answer else []), text, again)
        _tell(ticket, f"closed:{event.pk}", text, _("Your ticket is closed"), lines)


def waits(ticket: Ticket, event: TicketEvent) -> None:
    """To the operators who answer tickets: one is open, or open again."""
    tell_many(_waits(ticket, event, each) for each in operators.who_may("support.change_ticket"))


def _waits(ticket: Ticket, event: TicketEvent, operator: User) -> News:
    with read_by(operator):
        words = _("{person} opened a ticket again: “{title}”, {kind}.")
        if event.what == TicketEvent.What.OPENED:
            words = _("{person} opened a ticket: “{title}”, {kind}.")
        kind = reading.within_a_sentence(ticket.get_kind_display())
        text = words.format(person=ticket.person.name, title=ticket.title[:120], kind=kind)
        link = reverse("admin:support_ticket_change", args=[ticket.pk])
        subject, label = _("A support ticket waits"), _("See the ticket")
        return News(operator, "ticket_waits", f"ticket:waits:{event.pk}", text, link, subject, (text,), label=label)


def _tell(ticket: Ticket, reference: str, text: str, subject: str, lines: tuple[str, ...]) -> None:
    """In the words of whoever reads it, which are in force already."""
    person, link = _whom(ticket), ticket.get_absolute_url()
    with read_by(person):
        facts = ((_("Ticket"), str(ticket.pk)), (_("About"), ticket.title))
        label = _("See the ticket")
        tell(News(person, "support", f"ticket:{reference}", text, link, subject, lines, facts, label))


def _whom(ticket: Ticket) -> User:
    """Who asked; for the pool of an agency that they no longer look after, its owner."""
    agency = ticket.wallet.agency
    if agency is None or agencies.runs(ticket.person, agency.pk):
        return ticket.person
    return agencies.owners_of([agency.pk]).get(agency.pk, ticket.person)
