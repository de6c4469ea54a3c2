"""How a proposal moves from state to state: by the table of `proposals.rules`, in one conditional statement."""

from typing import Any

from django.db.models import F
from django.db.models.functions import Greatest

from accounts.models import User
from common import clock
from jobs import services as jobs
from jobs.models import Job
from proposals import boosts, rules, tell_hiring
from proposals.errors import NotYours, TooLate
from proposals.models import Offer, Proposal, State


def move(proposal: Proposal, to: State, *, job: Job, **fields: Any) -> None:
    """Move on, and never back in the furthest stage. Raises TooLate when the table does not allow it by now.

    `job` is locked, so nothing comes between reading where the proposal stands and moving it; its boost follows.
    """
    was = Proposal.objects.filter(pk=proposal.pk).values_list("state", flat=True).get()
    if to in rules.STAGE_OF:
        fields["stage"] = Greatest(F("stage"), rules.STAGE_OF[to])
    movable = Proposal.objects.filter(pk=proposal.pk, state__in=rules.sources_of(to))
    if not movable.update(state=to, **fields):
        raise TooLate
    _count_shortlisted(job, was, to)
    if was == State.OFFERED:
        # An offer stands only as long as its proposal is offered.
        _end_offer(proposal, to)
    boosts.follow(proposal, to, job=job)
    proposal.refresh_from_db(fields=["state", "stage", *fields])


def _end_offer(proposal: Proposal, to: State) -> None:
    for offer in proposal.offers.open().select_related("proposal__job__client", "proposal__author"):
        proposal.offers.filter(pk=offer.pk).update(status=Offer.Status.OVER, answered_at=clock.now())
        if to == State.WITHDRAWN:
            tell_hiring.over_by_withdrawal(offer)


def step_back(proposal: Proposal, offer: Offer, *, job: Job) -> None:
    """The offer came to nothing: back to where the proposal stood before. The furthest stage stays (PRODUCT 8)."""
    offered = Proposal.objects.filter(pk=proposal.pk, state=State.OFFERED)
    if offered.update(state=offer.came_from):
        _count_shortlisted(job, State.OFFERED, offer.came_from)
    proposal.refresh_from_db(fields=["state", "stage"])


def clients_job(proposal: Proposal, by: User) -> Job:
    """The job, locked, so that nothing else is decided on it meanwhile. Raises NotYours, JobGone, JobEnded."""
    job = jobs.lock_live(proposal.job_id)
    if job.client_id != by.pk:
        raise NotYours
    return job


def _count_shortlisted(job: Job, was: str, to: str) -> None:
    if State.SHORTLISTED in (was, to):
        jobs.count_shortlisted(job, +1 if to == State.SHORTLISTED else -1)
