"""What a client does with a proposal short of hiring. `by` is the client of its job, or NotYours is raised.

Once a job has ended nothing is decided any more (JobEnded), because the refunds follow from where each proposal stood.
"""

from django.db import transaction
from django.db.models import Exists, Q

from accounts.models import User
from common import clock
from jobs import services as jobs
from jobs.errors import JobError
from proposals import boosts, settlement, tell
from proposals.errors import NotYours, ReasonNeeded
from proposals.models import Boost, Outcome, Proposal, Stage, State
from proposals.services.moving import clients_job, move


@transaction.atomic
def view(proposal: Proposal, *, by: User) -> bool:
    """The client opens a proposal: the first time marks it viewed and tells its author. True that time.

    Opening is frequent: the job is locked only when it decides something, for the first time or while a bid is held.
    """
    if proposal.job.client_id != by.pk:
        raise NotYours
    if not _decides(proposal):
        return False
    try:
        job = jobs.lock_live(proposal.job_id)
    except JobError:
        return False
    boosts.seen(proposal, job=job)
    now = clock.now()
    unopened = Proposal.objects.filter(pk=proposal.pk, state=State.SUBMITTED)
    if not unopened.update(state=State.VIEWED, stage=Stage.VIEWED, viewed_at=now):
        return False
    proposal.state, proposal.stage, proposal.viewed_at = State.VIEWED, Stage.VIEWED, now
    tell.viewed(proposal)
    return True


@transaction.atomic
def shortlist(proposal: Proposal, *, by: User) -> None:
    """Put it on the short list, out of the archive if it was there. Raises TooLate."""
    job = clients_job(proposal, by)
    move(proposal, State.SHORTLISTED, job=job, shortlisted_at=clock.now(), archived_at=None)


@transaction.atomic
def unshortlist(proposal: Proposal, *, by: User) -> None:
    """Take it off the short list again; how far it had come stays on record. Raises TooLate."""
    job = clients_job(proposal, by)
    move(proposal, State.VIEWED, job=job)


@transaction.atomic
def decline(proposal: Proposal, *, by: User, reason: str) -> None:
    """Turn it down, with a reason that its author reads. Raises TooLate, ReasonNeeded."""
    if not reason.strip():
        raise ReasonNeeded
    job = clients_job(proposal, by)
    move(proposal, State.DECLINED, job=job, declined_at=clock.now(), decline_reason=reason.strip()[:300])
    settlement.announce_one(proposal, Outcome.PASSED_OVER)
    tell.declined(proposal)


def _decides(proposal: Proposal) -> bool:
    """Whether opening it now does anything, as far as one can see without a lock."""
    live = Proposal.objects.filter(pk=proposal.pk, job__status__in=("open", "paused"))
    held = Exists(Boost.objects.filter(proposal=proposal, state=Boost.State.HELD))
    return live.filter(Q(held) | Q(state=State.SUBMITTED)).exists()


def archive(proposal: Proposal, *, by: User) -> None:
    """Put it away; its author does not see that, and it stays where it stood. Archiving twice does it once."""
    if proposal.job.client_id != by.pk:
        raise NotYours
    Proposal.objects.filter(pk=proposal.pk, archived_at=None).update(archived_at=clock.now())


def unarchive(proposal: Proposal, *, by: User) -> None:
    """Bring it back."""
    if proposal.job.client_id != by.pk:
        raise NotYours
    Proposal.objects.filter(pk=proposal.pk).update(archived_at=None)
