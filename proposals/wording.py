"""What happened, in sentences: for history lines, notices and pages. Each names its row of the matrix (PRODUCT 8)."""

from functools import cache

from django.utils.translation import gettext, gettext_lazy, override

from common.money import format_money
from proposals import rules
from proposals.models import Offer
from proposals.rules import Verdict
from proposals.vocabulary import Outcome

_HAPPENED = {
    Outcome.CANCELLED: gettext_lazy("The client cancelled the job before anyone was hired."),
    Outcome.REMOVED: gettext_lazy("The job was removed for a violation."),
    Outcome.WITHDRAWN: gettext_lazy("The proposal was withdrawn."),
    Outcome.PASSED_OVER: gettext_lazy("The client never answered, declined or hired somebody else."),
    Outcome.NEVER_VIEWED: gettext_lazy("The client left the proposal unopened."),
    Outcome.EXPIRED: gettext_lazy("The job expired without a decision."),
    Outcome.BOOST_SPENT: gettext_lazy("The job was removed after the boost had been spent."),
    Outcome.AFTER_HIRE: gettext_lazy("The client closed the job after hiring."),
}


def reason(verdict: Verdict) -> str:
    """Why Connects come back or do not: what happened, and the row of the matrix that decides it."""
    # Translators: happened is a whole sentence, row a cell of the table of refunds.
    return gettext("{happened} Market rules: {row}.").format(happened=happened(verdict.outcome), row=verdict.row)


def kept(verdict: Verdict) -> str:
    """The same as the books keep it: in English, whoever causes it. `said` gives it back in the reader's words."""
    with override("en"):
        return reason(verdict)


def said(sentence: str) -> str | None:
    """What `kept` wrote, for whoever reads it; None for any other sentence."""
    verdict = _kept().get(sentence)
    return reason(verdict) if verdict else None


@cache
def _kept() -> dict[str, Verdict]:
    verdicts = [Verdict(True, outcome, column) for outcome, columns in rules.MATRIX.items() for column in columns]
    return {kept(verdict): verdict for verdict in verdicts}


def happened(outcome: Outcome) -> str:
    return str(_HAPPENED[outcome])


def offered(offer: Offer) -> str:
    """`$450.00`, or `$45.50 an hour`."""
    amount = format_money(offer.amount_minor)
    return gettext("{amount} an hour").format(amount=amount) if offer.is_hourly else amount
