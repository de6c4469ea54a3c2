"""What people of the demo world ask support about lines of their history: a ticket open, one answered, one refunded."""

from accounts.models import User
from proposals.models import Proposal
from support import asking, deciding, lines
from support.models import Ticket

_ANSWER = (
    "The client never decided, and the job ran out. Under the rules you sent this under, that gives nothing back: they "
    "are linked beside your ticket. If the job turns out to break our rules, your Connects come back by themselves."
)
_SORRY = (
    "You are right: the client wrote to us that the work was done before the job was posted. The Connects are back."
)
_WHY = "The client had the work done before posting the job, and says so."


def ask(first: User, second: User) -> None:
    """The first has two questions, the second one; all about proposals that the rules gave nothing back for."""
    for proposal, text in zip(
        _spent_in_vain(first)[:2],
        (
            "The client wrote to me that the work was done before this was posted.",
            "They opened it and never answered. Do my Connects come back?",
        ),
        strict=False,
    ):
        _ask(proposal, text)
    for proposal in _spent_in_vain(second)[:1]:
        _ask(proposal, "The job ran out and I heard nothing. Do my Connects come back?")


def answer(operator: User) -> None:
    """The oldest question is a good one, the newest has an answer in the rules; the one between waits."""
    tickets = list(Ticket.objects.order_by("id"))
    if tickets:
        deciding.refund(tickets[0], by=operator, why=_WHY, text=_SORRY)
    if len(tickets) > 1:
        deciding.answer(tickets[-1], by=operator, text=_ANSWER)


def _spent_in_vain(person: User) -> list[Proposal]:
    """Of jobs that expired with their proposals undecided, the latest first."""
    own = Proposal.objects.filter(author=person, agency=None, paid__gt=0, refunded_at=None, withdrawn_at=None)
    return list(own.filter(job__closures__end="expired", hired_at=None).order_by("-id"))


def _ask(proposal: Proposal, text: str) -> None:
    line = proposal.wallet.transactions.get(reference=proposal.reference)
    asking.open_ticket(lines.find(proposal.wallet_id, line.pk), by=proposal.author, kind="missing", text=text)
