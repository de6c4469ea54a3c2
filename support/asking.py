"""What a person does: open a ticket from a line, write more, close it, open it again by writing within some days.

Whoever looks after the wallet may write. The ticket's row is held while it changes; nothing of the books is.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction

from accounts.models import User
from common import clock
from support import news
from support.errors import AnotherWaits, SettledAlready, TooLateToReopen
from support.lines import Asked
from support.models import LONGEST, SupportPolicy, Ticket, TicketEvent, TicketMessage
from support.vocabulary import State

What = TicketEvent.What


@transaction.atomic
def open_ticket(asked: Asked, *, by: User, kind: str, text: str = "") -> tuple[Ticket, bool]:
    """Ask about a line. While one's ticket about it waits there is no second: it is returned, with False."""
    ticket = Ticket(
        wallet_id=asked.wallet_id,
        line_id=asked.number,
        person=by,
        kind=kind,
        title=asked.title,
        connects=asked.line.amount,
    )
    if not _write_new(ticket):
        earlier = Ticket.objects.waiting().get(person=by, line=asked.number)
        # What was typed is not lost: it goes on there.
        return (write(earlier, by=by, text=text) if text.strip() else earlier), False
    say(ticket, text, by=by)
    news.waits(ticket, record(ticket, What.OPENED, by=by))
    return ticket, True


@transaction.atomic
def write(ticket: Ticket, *, by: User, text: str) -> Ticket:
    """Say more: it is the operators' turn again. Raises TooLateToReopen, AnotherWaits."""
    held = hold(ticket.pk)
    was = State(held.state)
    if not held.waits and not may_reopen(held):
        raise TooLateToReopen
    say(held, text, by=by)
    if was == State.OPEN:
        return held
    turn(held, State.OPEN, asked_at=clock.now())
    news.waits(held, record(held, What.REOPENED, by=by))
    return held


@transaction.atomic
def close(ticket: Ticket, *, by: User) -> Ticket:
    """The person needs no answer any more. Raises SettledAlready."""
    held = hold(ticket.pk)
    if not held.waits:
        raise SettledAlready
    turn(held, State.CLOSED)
    record(held, What.CLOSED, by=by)
    return held


def may_reopen(ticket: Ticket) -> bool:
    """Whether writing opens it again."""
    days = SupportPolicy.objects.get(pk=1).reopen_days
    return ticket.waits or clock.now() < ticket.changed_at + timedelta(days=days)


def hold(pk: int) -> Ticket:
    """The ticket, which nobody else changes before this transaction ends."""
    rows = Ticket.objects.select_related("person", "wallet__agency")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=pk)


def say(ticket: Ticket, text: str, *, by: User, by_operator: bool = False) -> TicketMessage | None:
    words = text.replace("\x00", "").strip()[:LONGEST]
    if not words:
        return None
    return TicketMessage.objects.create(ticket=ticket, author=by, by_operator=by_operator, text=words)


def record(
    ticket: Ticket, what: TicketEvent.What, *, by: User, why: str = "", by_operator: bool = False, connects: int = 0
) -> TicketEvent:
    return TicketEvent.objects.create(
        ticket=ticket, what=what, by=by, why=why[:300], by_operator=by_operator, connects=connects
    )


def turn(ticket: Ticket, to: State, **fields: object) -> None:
    """Set where a held ticket stands. Raises AnotherWaits when it would be the second that waits."""
    for name, value in {"state": to, "changed_at": clock.now(), **fields}.items():
        setattr(ticket, name, value)
    try:
        with transaction.atomic():
            ticket.save(update_fields=["state", "changed_at", *fields])
    except IntegrityError as second:
        raise AnotherWaits from second


def _write_new(ticket: Ticket) -> bool:
    """False when the person has one about this line that waits: the database lets no second one in."""
    try:
        with transaction.atomic():
            ticket.save()
    except IntegrityError:
        return False
    return True
