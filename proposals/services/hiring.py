"""Hiring: a contract between the client and the freelancer. Carries no pay: there is no escrow here (PRODUCT 7)."""

from django.db import transaction

from accounts.agencies import people
from accounts.agencies import standing as agencies
from accounts.models import User
from common import clock
from jobs import services as jobs
from proposals import tell
from proposals.errors import SameAgency
from proposals.models import Contract, Proposal, State
from proposals.services.moving import clients_job, move
from talent import services as talent


@transaction.atomic
def hire(proposal: Proposal, *, by: User) -> Contract:
    """Hire its author. The job stays open for further hires until the client closes it as filled.

    Raises NotYours, JobGone, JobEnded (a cancellation came first), SameAgency, TooLate.
    """
    job = clients_job(proposal, by)
    if agencies.share_an_agency(by, proposal.author_id) or agencies.is_in(by.pk, proposal.agency_id):
        raise SameAgency
    now = clock.now()
    move(proposal, State.HIRED, job=job, hired_at=now, archived_at=None)
    contract = Contract.objects.create(proposal=proposal, started_at=now)
    jobs.count_hire(job)
    talent.count_hire(proposal.author)
    if proposal.agency_id is not None:
        people.count_hire(proposal.agency_id)
    tell.hired(proposal)
    return contract
