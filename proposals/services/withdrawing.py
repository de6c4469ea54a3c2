"""Withdrawing a proposal, and what that gives up (PRODUCT 6, 8)."""

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.agencies import standing as agencies
from accounts.models import User
from common import clock
from common.numbers import in_connects
from jobs import services as jobs
from proposals import rules, settlement, tell
from proposals.errors import NotYours
from proposals.models import Boost, Outcome, Proposal, Stage, State
from proposals.services.moving import move


@transaction.atomic
def withdraw(proposal: Proposal, *, by: User) -> None:
    """Take a proposal back: its author, or whoever runs the agency in whose name it was sent.

    An author who has left the agency may not: what is forfeited is the pool's. Raises NotYours, JobGone, JobEnded (the
    job ended first: its rule decides), TooLate.
    """
    if not may_withdraw(proposal, by):
        raise NotYours
    job = jobs.lock_live(proposal.job_id)
    check_still_theirs(proposal, by)
    move(proposal, State.WITHDRAWN, job=job, withdrawn_at=clock.now())
    jobs.count_proposal(job, -1)
    settlement.announce_one(proposal, Outcome.WITHDRAWN)
    if proposal.author_id != by.pk:
        tell.withdrawn(proposal, by)


def may_withdraw(proposal: Proposal, person: User) -> bool:
    """Whether it is this person's to take back, wherever it stands."""
    if agencies.runs(person, proposal.agency_id):
        return True
    mine = proposal.author_id == person.pk
    return mine and (proposal.agency_id is None or agencies.is_in(person.pk, proposal.agency_id))


def check_still_theirs(proposal: Proposal, person: User) -> None:
    """Asked again with the person's place in the agency held: whoever was removed a moment ago is seen as gone.

    Raises NotYours.
    """
    if proposal.agency is not None and agencies.hold_seat(person, proposal.agency) is None:
        raise NotYours


def forfeits(proposal: Proposal) -> str:
    """What withdrawing now gives up, in a sentence; judged by the rules that the proposal was sent under."""
    ending = Outcome.AFTER_HIRE if proposal.job.hires_count else Outcome.CANCELLED
    given_up, removed = _lost(proposal, ending), _lost(proposal, Outcome.REMOVED)
    if not given_up and not removed and not proposal.paid:
        return _("It cost no Connects, so withdrawing gives up none.")
    if not given_up and not removed:
        return _("However this job ends, no Connects would come back for this proposal: withdrawing gives up none.")
    words = _back_either_way(ending, given_up, removed)
    said = words.format(connects=in_connects(given_up or removed), more=in_connects(removed))
    return " ".join((said, _("Withdrawing gives that up.")))


def afterwards(proposal: Proposal, person: User) -> str:
    """What withdrawing bars for good, as this person reads it."""
    own, agency, unasked = proposal.author_id == person.pk, proposal.agency, proposal.is_unasked
    if own and agency:
        words = _("You cannot send another proposal for this job, nor can {agency}.")
    elif own and unasked:
        words = _("You cannot send a proposal for this job.")
    elif own:
        words = _("You cannot send another proposal for this job.")
    elif agency:
        words = _("{name} cannot send another proposal for this job, nor can {agency}.")
    else:
        words = _("{name} cannot send another proposal for this job.")
    return words.format(name=proposal.author.name, agency=agency.name if agency else "")


def _back_either_way(ending: Outcome, given_up: int, removed: int) -> str:
    closed = ending == Outcome.AFTER_HIRE
    if given_up and not removed:
        if closed:
            return _("If this job is closed you would get {connects} back.")
        return _("If this job is cancelled you would get {connects} back.")
    if not given_up:
        return _("If this job is removed you would get {connects} back.")
    if given_up == removed:
        if closed:
            return _("If this job is closed or removed you would get {connects} back.")
        return _("If this job is cancelled or removed you would get {connects} back.")
    if closed:
        return _(
            "If this job is closed you would get {connects} back; if it is removed, {more}, the spent boost among "
            "them."
        )
    return _(
        "If this job is cancelled you would get {connects} back; if it is removed, {more}, the spent boost among them."
    )


def returns(proposal: Proposal) -> bool:
    """Whether withdrawing itself gives Connects back, under the rules that the proposal was sent under."""
    return bool(proposal.paid) and _due(proposal, Outcome.WITHDRAWN, withdrawn=True)


def _lost(proposal: Proposal, outcome: Outcome) -> int:
    """How many Connects this ending would bring back, were the proposal not withdrawn."""
    lost = proposal.paid if _loses(proposal, outcome) else 0
    if outcome == Outcome.REMOVED and _loses(proposal, Outcome.BOOST_SPENT):
        spent = proposal.boosts.filter(state=Boost.State.SPENT, refunded_at=None)
        lost += spent.aggregate(all=Sum("connects"))["all"] or 0
    return lost


def _loses(proposal: Proposal, outcome: Outcome) -> bool:
    return _due(proposal, outcome, withdrawn=False) and not _due(proposal, outcome, withdrawn=True)


def _due(proposal: Proposal, outcome: Outcome, *, withdrawn: bool) -> bool:
    cells = proposal.refund_policy.cells
    return rules.refund_due(outcome, Stage(proposal.stage), withdrawn=withdrawn, policy=cells).refunded
