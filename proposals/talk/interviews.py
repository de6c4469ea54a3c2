"""Inviting to an interview, and the answer. Accepting moves the proposal to a column of the refund matrix of its own,
so every step holds the job: a cancellation comes before it or after it (PRODUCT 7, 8).
"""

from django.db import transaction

from accounts.models import User
from common import clock
from jobs import services as jobs
from proposals import boosts
from proposals.errors import NotYours, TooLate
from proposals.models import Interview, Message, Proposal, Side, State
from proposals.services.moving import clients_job, move
from proposals.talk import parties, telling, words, writing
from proposals.talk.errors import AlreadyAnswered, AlreadyInvited

Standing = Interview.Standing
# From which an invitation makes sense. Whoever has an offer is past it.
INVITABLE = (State.SUBMITTED, State.VIEWED, State.SHORTLISTED, State.IN_DISCUSSION, State.INTERVIEWING)
# Where accepting moves nothing any more: the proposal has come as far, or further.
_AS_FAR = (State.INTERVIEWING, State.OFFERED)


@transaction.atomic
def invite(proposal: Proposal, *, by: User, text: str = "", times: str = "") -> Interview:
    """The client invites; that begins the conversation if need be. One invitation waits at a time.

    Raises NotYours, JobGone, JobEnded, TooLate, TalkClosed, AlreadyInvited.
    """
    job = clients_job(proposal, by)
    proposal.refresh_from_db(fields=["state"])
    if State(proposal.state) not in INVITABLE:
        raise TooLate
    if open_one(proposal):
        raise AlreadyInvited
    boosts.seen(proposal, job=job)
    thread = writing.hold(proposal, Side.CLIENT, by)
    proposal.job, proposal.thread = job, thread
    made = Interview.objects.create(
        proposal=proposal, text=words.clean(text), times=words.clean(times), invited_at=clock.now()
    )
    writing.say(thread, side=Side.CLIENT, by=by, kind=Message.Kind.INVITED, interview=made)
    telling.invited(made, by)
    return made


@transaction.atomic
def accept(interview: Interview, *, by: User) -> None:
    """The freelancer's side says yes: the proposal is interviewing from now on. Twice is once.

    Raises NotYours, JobGone, JobEnded (its rule decides), TooLate, AlreadyAnswered.
    """
    if _close(interview, Standing.ACCEPTED, by=by, side=Side.FREELANCER):
        proposal = interview.proposal
        if State(proposal.state) not in _AS_FAR:
            move(proposal, State.INTERVIEWING, job=proposal.job)
        # An offer that comes to nothing goes back to the interview, not to what was before it.
        proposal.offers.open().update(came_from=State.INTERVIEWING)
        telling.answered(interview, by)


@transaction.atomic
def turn_down(interview: Interview, *, by: User) -> None:
    """The freelancer's side says no: the proposal stays where it stood. Raises as `accept`."""
    if _close(interview, Standing.TURNED_DOWN, by=by, side=Side.FREELANCER):
        telling.answered(interview, by)


@transaction.atomic
def take_back(interview: Interview, *, by: User) -> None:
    """The client takes it back before it was answered. Raises as `accept`."""
    if _close(interview, Standing.TAKEN_BACK, by=by, side=Side.CLIENT):
        telling.taken_back(interview, by)


def open_one(proposal: Proposal) -> Interview | None:
    """The invitation that waits for an answer."""
    return Interview.objects.filter(proposal=proposal, standing=Standing.OPEN).first()


def _close(interview: Interview, standing: Interview.Standing, *, by: User, side: Side) -> bool:
    """Whether it was this call that did it; not when it had been done before, as after a second click."""
    proposal = interview.proposal
    if parties.side_of(proposal, by) != side:
        raise NotYours
    # Read anew under the lock: where it stands by now decides what this means for a refund.
    job = jobs.lock_live(proposal.job_id)
    proposal.refresh_from_db(fields=["state", "stage"])
    proposal.job = job
    waiting = Interview.objects.filter(pk=interview.pk, standing=Standing.OPEN)
    done = waiting.update(standing=standing, answered_at=clock.now(), answered_by=by)
    interview.refresh_from_db(fields=["standing", "answered_at", "answered_by"])
    if not done and interview.standing != standing:
        raise AlreadyAnswered
    if not done:
        return False
    if State(proposal.state) not in (*INVITABLE, State.OFFERED):
        raise TooLate
    thread = writing.hold(proposal, side, by)
    writing.say(thread, side=side, by=by, kind=Message.Kind(standing.value), interview=interview)
    return True
