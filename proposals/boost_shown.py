"""How a bid is told to its bidder: a status, a sentence, and the lines of the timeline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from connects.causes import PendingRefund
from proposals import boost_refunds, boosts, wording
from proposals.models import Boost, Proposal

State, Why = Boost.State, Boost.Why
_ENDED = {
    Why.SEEN: ("spent", "Spent", "The client looked at the proposal while it was boosted. It keeps its place."),
    Why.WON: ("spent", "Won", "The auction closed with it in a place. It stays on top of the client's list."),
    Why.WITHDRAWN: ("spent", "Spent", "The proposal was withdrawn while it was boosted."),
    Why.OUTBID: ("boost_returned", "Outbid", "Somebody bid more before the client looked. The whole bid came back."),
    Why.VOID: ("boost_returned", "Returned", "The job was cancelled or removed, so the auction is void."),
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
        words = "Held, and spent only if the client looks at the proposal, or the auction closes, with it in a place."
        return Shown(boost, "boost_held", "Boosted", words)
    status, label, words = _ENDED[Why(boost.why)]
    if boost.why == Why.SEEN and not boost.placed:
        words = "The client had looked at the proposal while it was boosted; withdrawing it freed the place."
    if boost.refunded_by_support:
        return Shown(boost, "refunded", "Refunded", "Support gave back what the boost had cost.")
    if boost.refunded_at:
        return Shown(boost, "refunded", "Refunded", "The job was removed, so what the boost had cost came back.")
    return Shown(boost, "refund_pending" if refund else status, "Refund pending" if refund else label, words, refund)


def events(proposal: Proposal) -> Iterator[tuple[datetime, str, str]]:
    """Instant, words and detail of each thing that happened to its bids."""
    for boost in proposal.boosts.all():
        number = wording.connects(boost.connects)
        yield boost.placed_at, "Boost placed", "" if boost.raised_at else f"with {number}"
        if boost.raised_at:
            yield boost.raised_at, "Boost raised", f"to {number}"
        if boost.ended_at:
            words = "Boost returned" if boost.state == State.RETURNED else "Boost spent"
            yield boost.ended_at, words, f"{number}. {boosts.REASONS[Why(boost.why)]}"
        if boost.refunded_at:
            yield boost.refunded_at, f"{number} of the boost came back", "into the lots that had paid"
