"""Hiring: the contract that an accepted offer begins. Carries no pay: there is no escrow here (PRODUCT 7)."""

from accounts.agencies import people
from common import clock
from jobs import services as jobs
from jobs.models import Job
from proposals import tell
from proposals.models import Contract, Offer, Proposal, State
from proposals.services.moving import move
from talent import services as talent


def begin(proposal: Proposal, offer: Offer, *, job: Job) -> Contract:
    """Its author is hired; the job, locked, stays open for others until the client closes it. Raises TooLate."""
    now = clock.now()
    # The rows of people before the wallets, which `move` locks when it closes the auction.
    jobs.count_hire(job)
    talent.count_hire(proposal.author)
    if proposal.agency_id is not None:
        people.count_hire(proposal.agency_id)
    move(proposal, State.HIRED, job=job, hired_at=now, archived_at=None)
    contract = Contract.objects.create(proposal=proposal, offer=offer, started_at=now)
    tell.hired(proposal)
    return contract
