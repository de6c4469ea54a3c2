"""What operators decide of a ticket: answer, refund, close, open again; each once, with who and why.

Lock order: the ticket, then what is refunded (a proposal, a boost), then its wallet. Of two operators the second
finds it settled; a refund that the matrix has announced comes by itself and is not done here.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from connects import services as connects
from proposals import goodwill
from proposals.errors import ProposalError
from support import lines, news
from support.asking import hold, record, say, turn
from support.errors import NotRefundable, SettledAlready
from support.lines import Asked
from support.models import Ticket, TicketEvent
from support.vocabulary import State

What = TicketEvent.What
_KEEP_THEIR_OWN_ROW = {"proposal": goodwill.refund_proposal, "boost": goodwill.refund_boost}


@transaction.atomic
def answer(ticket: Ticket, *, by: User, text: str) -> Ticket:
    """Write to the person: it is their turn. Raises SettledAlready."""
    held = _hold_waiting(ticket)
    message = say(held, text, by=by, by_operator=True)
    if message is None:
        raise ValueError("An answer says something.")
    turn(held, State.ANSWERED)
    record(held, What.ANSWERED, by=by, by_operator=True)
    news.answered(held, message)
    return held


@transaction.atomic
def refund(ticket: Ticket, *, by: User, why: str, text: str = "") -> Ticket:
    """Give back all that the line took, into the lots that paid. Raises SettledAlready, NotRefundable."""
    held = _hold_waiting(ticket)
    asked = lines.find(held.wallet_id, held.line_id)
    if refused := why_not(asked):
        raise NotRefundable(refused)
    back = _give_back(asked, held, by, why[:300])
    turn(held, State.REFUNDED, refunded=back, refunded_at=clock.now())
    event = record(held, What.REFUNDED, by=by, why=why, by_operator=True, connects=back)
    say(held, text, by=by, by_operator=True)
    news.refunded(held, event, text)
    return held


@transaction.atomic
def close(ticket: Ticket, *, by: User, why: str, text: str = "") -> Ticket:
    """Settle it without a refund. Raises SettledAlready."""
    held = _hold_waiting(ticket)
    say(held, text, by=by, by_operator=True)
    turn(held, State.CLOSED)
    news.closed(held, record(held, What.CLOSED, by=by, why=why, by_operator=True), text)
    return held


@transaction.atomic
def reopen(ticket: Ticket, *, by: User, why: str) -> Ticket:
    """Look at it again after all. What was refunded stays refunded. Raises SettledAlready, AnotherWaits."""
    held = hold(ticket.pk)
    if held.waits:
        raise SettledAlready
    turn(held, State.OPEN, asked_at=clock.now())
    record(held, What.REOPENED, by=by, why=why, by_operator=True)
    return held


def why_not(asked: Asked) -> str:
    """Why nothing can be given back from here, in a sentence for the operator; empty when it can."""
    if asked.taken is None:
        return _("This line took no Connects for something, so there is nothing of it to give back.")
    if asked.taken.held:
        return _("A boost that is still held is not spent: it is returned, or spent, when the auction decides.")
    if asked.taken.back:
        return _("These Connects have come back already.")
    if asked.pending:
        return _("These Connects are on their way back by themselves: nothing is given back twice.")
    return ""


def _hold_waiting(ticket: Ticket) -> Ticket:
    held = hold(ticket.pk)
    if not held.waits:
        raise SettledAlready
    return held


def _give_back(asked: Asked, ticket: Ticket, by: User, why: str) -> int:
    """How many came back. A proposal and a boost know of it themselves; for all else the books are the only record."""
    if asked.taken is None:
        raise NotRefundable
    kind, number = asked.about
    try:
        if giver := _KEEP_THEIR_OWN_ROW.get(kind):
            giver(number, cause=ticket.cause, why=why, by=by)
        elif _book(asked.taken.reference, ticket, by, why).again:
            raise NotRefundable(_("These Connects have come back already."))
    except ProposalError as refused:
        raise NotRefundable(str(refused)) from refused
    return asked.taken.connects


def _book(reference: str, ticket: Ticket, by: User, why: str) -> connects.Booking:
    return connects.refund(reference, reference=f"support:{ticket.cause}", cause=ticket.cause, reason=why, actor=by)
