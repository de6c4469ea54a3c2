"""What happened, in sentences: for history lines, notices and pages. Each names its row of the matrix (PRODUCT 8)."""

from common.money import format_money
from proposals.models import Offer
from proposals.rules import Verdict
from proposals.vocabulary import Outcome

_HAPPENED = {
    Outcome.CANCELLED: "The client cancelled the job before anyone was hired.",
    Outcome.REMOVED: "The job was removed for a violation.",
    Outcome.WITHDRAWN: "The proposal was withdrawn.",
    Outcome.PASSED_OVER: "The client never answered, declined or hired somebody else.",
    Outcome.NEVER_VIEWED: "The client left the proposal unopened.",
    Outcome.EXPIRED: "The job expired without a decision.",
    Outcome.BOOST_SPENT: "The job was removed after the boost had been spent.",
    Outcome.AFTER_HIRE: "The client closed the job after hiring.",
}


def reason(verdict: Verdict) -> str:
    """Why Connects come back or do not: what happened, and the row of the matrix that decides it."""
    return f"{happened(verdict.outcome)} Market rules: {verdict.row}."


def happened(outcome: Outcome) -> str:
    return _HAPPENED[outcome]


def offered(offer: Offer) -> str:
    """`$450.00`, or `$45.50 an hour`."""
    return format_money(offer.amount_minor) + (" an hour" if offer.is_hourly else "")


def connects(number: int) -> str:
    return "1 Connect" if number == 1 else f"{number:,} Connects"
