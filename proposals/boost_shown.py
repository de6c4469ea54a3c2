"""How a bid is told to its bidder: a status, a sentence, and the lines of the timeline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.numbers import in_connects
from connects.causes import PendingRefund
from proposals import boost_refunds, boosts
from proposals.models import Boost, Proposal

State, Why = Boost.State, Boost.Why
_ENDED = {
    Why.SEEN: (
        "spent",
        gettext_lazy("Spent"),
        gettext_lazy("The client looked at the proposal while it was boosted. It keeps its place."),
    ),
    Why.WON: (
        "spent",
        gettext_lazy("Won"),
        gettext_lazy("The auction closed with it in a place. It stays on top of the client's list."),
    ),
    Why.WITHDRAWN: ("spent", gettext_lazy("Spent"), gettext_lazy("The proposal was withdrawn while it was boosted.")),
    Why.OUTBID: (
        "boost_returned",
        gettext_lazy("Outbid"),
        gettext_lazy("Somebody bid more before the client looked. The whole bid came back."),
    ),
    Why.VOID: (
        "boost_returned",
        gettext_lazy("Returned"),
        gettext_lazy("The job was cancelled or removed, so the auction is void."),
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """`status` names the pill's look."""

    boost: Boost
    status: str
    label: str
    words: str
    refund: PendingRefund | None = None


def latest(proposal: Proposal) -> Shown | None:
    """The proposal's newest bid. Its boosts are best prefetched."""
    found = sorted(proposal.boosts.all(), key=lambda boost: boost.number)
    return shown(found[-1]) if found else None


def latest_with_refund(proposal: Proposal) -> Shown | None:
    """The same with the refund that is on its way, if there is one: for the proposal's own page."""
    found = list(proposal.boosts.order_by("number"))
    return shown(found[-1], boost_refunds.pending_of(found[-1:]).get(found[-1].pk)) if found else None


def shown(boost: Boost, refund: PendingRefund | None = None) -> Shown:
    if boost.state == State.HELD:
        words = _(
            "Held, and spent only if the client looks at the proposal, or the auction closes, with it in a place."
        )
        return Shown(boost, "boost_held", _("Boosted"), words)
    status, label, words = _ended(Why(boost.why))
    if boost.why == Why.SEEN and not boost.placed:
        words = _("The client had looked at the proposal while it was boosted; withdrawing it freed the place.")
    if boost.refunded_by_support:
        return Shown(boost, "refunded", _("Refunded"), _("Support gave back what the boost had cost."))
    if boost.refunded_at:
        words = _("The job was removed, so what the boost had cost came back.")
        return Shown(boost, "refunded", _("Refunded"), words)
    if refund:
        return Shown(boost, "refund_pending", _("Refund pending"), words, refund)
    return Shown(boost, status, label, words)


def _ended(why: Boost.Why) -> tuple[str, str, str]:
    """Look, label and sentence of a bid that is over."""
    status, label, words = _ENDED[why]
    return status, str(label), str(words)


def events(proposal: Proposal) -> Iterator[tuple[datetime, str, str]]:
    """Instant, words and detail of each thing that happened to its bids."""
    for boost in proposal.boosts.all():
        number = in_connects(boost.connects)
        # Translators: follows "Boost placed".
        yield (
            boost.placed_at,
            _("Boost placed"),
            "" if boost.raised_at else _("with {connects}").format(connects=number),
        )
        if boost.raised_at:
            # Translators: follows "Boost raised".
            yield boost.raised_at, _("Boost raised"), _("to {connects}").format(connects=number)
        if boost.ended_at:
            words = _("Boost returned") if boost.state == State.RETURNED else _("Boost spent")
            yield boost.ended_at, words, f"{number}. {boosts.why(boost)}"
        if boost.refunded_at:
            words = _("{connects} of the boost came back").format(connects=number)
            yield boost.refunded_at, words, _("into the lots that had paid")
