"""What an operator sees beside a ticket, and what can be done with it now."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import clock
from common.numbers import figure, in_connects
from connects import history
from connects.taken import grace_days
from proposals import pending, timeline
from support import deciding, lines, told
from support.lines import Asked
from support.models import Ticket

# Where lines that are no spend are put right.
_ELSEWHERE = {
    "purchase": ("billing_purchase", gettext_lazy("Money goes back on the page of its purchase.")),
    "invoice": ("billing_invoice", gettext_lazy("Money goes back on the page of its invoice.")),
}


def asked_about(ticket: Ticket) -> Asked:
    """The ticket's line, read once for all of its page."""
    found: Asked | None = getattr(ticket, "asked", None)
    if found is None:
        found = lines.find(ticket.wallet_id, ticket.line_id)
        ticket.asked = found  # type: ignore[attr-defined]
    return found


def acts(ticket: Ticket, *, may_refund: bool) -> dict[str, str]:
    """By the address of each act that is possible now, the words on its button."""
    if not ticket.waits:
        return {"reopen": _("Open again")}
    rest = {"answer": _("Answer"), "close": _("Close without a refund")}
    asked = asked_about(ticket)
    if not may_refund or asked.taken is None or deciding.why_not(asked):
        return rest
    count = asked.taken.connects
    words = ngettext("Refund {n} Connect", "Refund {n} Connects", count).format(n=figure(count))
    return {"refund": words, **rest}


def of_line(ticket: Ticket) -> dict[str, Any]:
    asked = asked_about(ticket)
    page = reverse("admin:connects_transaction_change", args=[ticket.line_id])
    return {"asked": asked, "line": asked.line, "page": page, "now": clock.now()}


def of_rule(ticket: Ticket) -> dict[str, Any]:
    """The row of the matrix and what it decided; what has come back; why there is no button, and where else to go."""
    asked = asked_about(ticket)
    return {
        "asked": asked,
        "told": told.about(asked),
        "back": _back(asked),
        "why_not": deciding.why_not(asked),
        "elsewhere": _elsewhere(asked),
    }


def of_proposal(ticket: Ticket) -> dict[str, Any] | None:
    """The proposal with its words and stages, and its job with how that ended."""
    proposal = told.about(asked_about(ticket)).proposal
    if proposal is None:
        return None
    on_its_way = pending.of_proposals([proposal.pk]).get(proposal.pk)
    return {"proposal": proposal, "job": proposal.job, "events": timeline.events(proposal, on_its_way)}


def others(ticket: Ticket) -> QuerySet[Ticket]:
    same = Q(person=ticket.person_id) | Q(wallet=ticket.wallet_id)
    return Ticket.objects.filter(same).exclude(pk=ticket.pk).order_by("-id")[:20]


def foreseen(asked: Asked) -> str:
    """What a refund would do, said before it is done."""
    if asked.taken is None or deciding.why_not(asked):
        return deciding.why_not(asked)
    said = [_("They go back into the lots that paid, with their original expiry."), *_of_lapsed(asked)]
    if questioned := asked.taken.questioned():
        words = ngettext(
            "{n} Connect came out of lots whose payment is in question: it does not stay.",
            "{n} Connects came out of lots whose payment is in question: they do not stay.",
            questioned,
        )
        said.append(words.format(n=figure(questioned)))
    return " ".join([*said, _("The person is told, and reads your reason in the history of the wallet.")])


def _of_lapsed(asked: Asked) -> list[str]:
    lapsed = asked.taken.lapsing(clock.now()) if asked.taken else 0
    if not lapsed:
        return []
    if days := grace_days():
        words = ngettext(
            "{connects} of them came out of lots that have expired: they live {n} day from now on.",
            "{connects} of them came out of lots that have expired: they live {n} days from now on.",
            days,
        )
        return [words.format(connects=in_connects(lapsed), n=days)]
    gone = _("{connects} of them came out of lots that have expired: refunded, they lapse at once.")
    aside = _("To give the person something to spend, adjust the wallet instead.")
    return [gone.format(connects=in_connects(lapsed)), aside]


def _back(asked: Asked) -> list[history.Line]:
    ids = asked.taken.back if asked.taken else ()
    return history.lines(history.movements(asked.wallet_id).filter(pk__in=ids)) if ids else []


def _elsewhere(asked: Asked) -> list[tuple[str, str]]:
    """Sentences with the page that each is about."""
    kind, number = asked.about
    adjust = reverse("admin:connects_wallet_adjust", args=[asked.wallet_id])
    found = [(_("Anything else is put right by adjusting the wallet."), adjust)]
    if kind in _ELSEWHERE:
        name, words = _ELSEWHERE[kind]
        found.insert(0, (str(words), reverse(f"admin:{name}_change", args=[number])))
    return found
