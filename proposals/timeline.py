"""What happened to a proposal, from sending to the last refund, as its author reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.numbers import in_connects
from common.reading import Words
from jobs.models import JobClosure, JobEnd
from proposals import boost_shown, wording
from proposals.models import Offer, Origin, Proposal
from proposals.pending import Pending
from proposals.standing import ended_by_ban
from proposals.taking_down import was_removed
from proposals.talk import events as talk

# An accepted one stands there as "Hired", one that was over as whatever ended it.
_ANSWERS: dict[str, Words] = {
    Offer.Status.DECLINED: gettext_lazy("Offer declined"),
    Offer.Status.TAKEN_BACK: gettext_lazy("Offer taken back"),
    Offer.Status.LAPSED: gettext_lazy("Offer lapsed"),
}
_ENDED = {
    JobEnd.FILLED: gettext_lazy("The client closed the job as filled"),
    JobEnd.CANCELLED: gettext_lazy("The client cancelled the job"),
    JobEnd.REMOVED: gettext_lazy("The job was removed for a violation"),
    JobEnd.EXPIRED: gettext_lazy("The job expired without a decision"),
}


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    words: Words
    detail: str = ""
    ahead: bool = False


def events(proposal: Proposal, pending: Pending | None) -> list[Event]:
    """Oldest first; what is still to come is last and `ahead`."""
    talked = (Event(*each) for each in talk.of(proposal))
    past = sorted((*_own(proposal), *_boosts(proposal), *talked, *_endings(proposal)), key=lambda event: event.at)
    if pending is None:
        return past
    number = in_connects(pending.connects)
    return [*past, Event(pending.due_at, _("{connects} come back").format(connects=number), ahead=True)]


def _by_whom(proposal: Proposal) -> str:
    if was_removed(proposal):
        # Translators: follows "Withdrawn".
        return _("by the operators, for a violation")
    return _("by a ban of the account") if ended_by_ban(proposal) else ""


def _own(proposal: Proposal) -> Iterator[Event]:
    if proposal.origin == Origin.OFFERED:
        yield Event(proposal.sent_at, _("Offered by the client"), _("without a proposal from you"))
    else:
        invited = proposal.origin == Origin.INVITED
        # Translators: follows "Sent".
        price = _("for {connects}, because you were invited") if invited else _("for {connects}")
        yield Event(proposal.sent_at, _("Sent"), price.format(connects=in_connects(proposal.paid)))
    yield from _offers(proposal)
    steps = {
        _("Edited"): proposal.edited_at,
        # What the client has made was never unread.
        _("Opened by the client"): None if proposal.origin == Origin.OFFERED else proposal.viewed_at,
        _("Shortlisted"): proposal.shortlisted_at,
        _("Hired"): proposal.hired_at,
    }
    yield from (Event(at, words) for words, at in steps.items() if at)
    if proposal.withdrawn_at:
        yield Event(proposal.withdrawn_at, _("Withdrawn"), _by_whom(proposal))
    if proposal.declined_at:
        yield Event(proposal.declined_at, _("Declined"), f"“{proposal.declined_because}”")
    if proposal.refunded_at:
        yield Event(
            proposal.refunded_at,
            _("{connects} came back").format(connects=in_connects(proposal.paid)),
            _("into the lots that had paid"),
        )


def _boosts(proposal: Proposal) -> Iterator[Event]:
    yield from (Event(*event) for event in boost_shown.events(proposal))


def _offers(proposal: Proposal) -> Iterator[Event]:
    for offer in proposal.offers.all():
        yield Event(offer.made_at, _("Offered"), wording.offered(offer))
        if offer.answered_at and offer.status in _ANSWERS:
            yield Event(offer.answered_at, _ANSWERS[offer.status], f"“{offer.reason}”" if offer.reason else "")


def _endings(proposal: Proposal) -> Iterator[Event]:
    for closure in proposal.job.closures.all():
        yield Event(closure.at, _ENDED[JobEnd(closure.end)], _why(closure))


def _why(closure: JobClosure) -> str:
    """The client's own words for a cancellation; of a removal only the violation is public."""
    if closure.end == JobEnd.REMOVED:
        return f"({closure.get_violation_display()})"
    return f"“{closure.reason}”" if closure.end == JobEnd.CANCELLED and closure.reason else ""
