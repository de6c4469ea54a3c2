"""Withdrawing a proposal, and what that gives up (PRODUCT 6, 8)."""

from django.db import transaction
from django.db.models import Sum

from accounts.agencies import standing as agencies
from accounts.models import User
from common import clock
from jobs import services as jobs
from proposals import rules, settlement, tell, wording
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
    ends = {Outcome.CANCELLED: "cancelled", Outcome.REMOVED: "removed"}
    if proposal.job.hires_count:
        ends = {Outcome.AFTER_HIRE: "closed", Outcome.REMOVED: "removed"}
    lost = {word: number for outcome, word in ends.items() if (number := _lost(proposal, outcome))}
    if not lost and not proposal.paid:
        return "It cost no Connects, so withdrawing gives up none."
    if not lost:
        return "However this job ends, no Connects would come back for this proposal: withdrawing gives up none."
    if len(set(lost.values())) == 1:
        back = f"If this job is {' or '.join(lost)} you would get {wording.connects(min(lost.values()))} back."
    else:
        (first, less), (second, more) = lost.items()
        back = f"If this job is {first} you would get {wording.connects(less)} back; if it is {second}, "
        back += f"{wording.connects(more)}, the spent boost among them."
    return f"{back} Withdrawing gives that up."


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
