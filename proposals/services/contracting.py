"""What becomes of a contract: the client marks it finished, or either side ends it early with a reason (PRODUCT 7).

The freelancer may ask for it to be marked finished, and no more: a finished contract counts for the badge and for
referrals, so the side that gains by it does not declare it. It outlives its job; a removal ends it.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from common import clock
from connects import services as connects
from jobs import services as jobs
from proposals import tell_hiring
from proposals.errors import ContractOver, NotYours, ReasonNeeded
from proposals.models import Contract, HiringPolicy, Proposal
from proposals.services.withdrawing import may_withdraw
from talent import services as talent

Status = Contract.Status


@transaction.atomic
def ask_to_finish(contract: Contract, *, by: User) -> None:
    """The freelancer's side says that the work is done. Asking twice asks once. Raises NotYours, ContractOver."""
    if not may_withdraw(contract.proposal, by):
        raise NotYours
    row = _running(contract)
    if row.asked_at is None:
        row.asked_at = contract.asked_at = clock.now()
        row.save(update_fields=["asked_at"])
        tell_hiring.asked_to_finish(contract)


@transaction.atomic
def finish(contract: Contract, *, by: User) -> None:
    """The client is content: the work is done. Raises NotYours, ContractOver."""
    proposal = contract.proposal
    if proposal.job.client_id != by.pk:
        raise NotYours
    row, now = _running(contract), clock.now()
    _close(row, Status.FINISHED, at=now, by=by)
    contract.refresh_from_db()
    talent.count_finished_contract(proposal.author)
    connects.qualified_by_contract(proposal.author, client=proposal.job.client, reference=contract.reference, at=now)
    tell_hiring.finished(contract)


@transaction.atomic
def end(contract: Contract, *, by: User, reason: str) -> None:
    """Either side ends it early; the other reads why. Raises NotYours, ContractOver, ReasonNeeded."""
    if not reason.strip():
        raise ReasonNeeded
    if side_of(contract.proposal, by) is None:
        raise NotYours
    row = _running(contract)
    _close(row, Status.ENDED, at=clock.now(), by=by, reason=reason.strip()[:500])
    contract.refresh_from_db()
    tell_hiring.ended_early(contract, by)


def side_of(proposal: Proposal, person: User) -> str | None:
    """ "client", "freelancer" (the author, or whoever runs the agency), or None for everybody else."""
    if proposal.job.client_id == person.pk:
        return "client"
    return "freelancer" if may_withdraw(proposal, person) else None


def reviews_due(at: datetime) -> datetime:
    """Until when both sides may write of a contract that is over now."""
    return at + timedelta(days=HiringPolicy.objects.get(pk=1).review_days)


def _running(contract: Contract) -> Contract:
    """The contract as it stands, with its job locked: nothing else ends it meanwhile. Raises ContractOver."""
    jobs.lock_published(contract.proposal.job_id)
    row = Contract.objects.get(pk=contract.pk)
    if not row.is_running:
        raise ContractOver
    return row


def _close(row: Contract, status: str, *, at: datetime, by: User, reason: str = "") -> None:
    row.status, row.ended_at, row.ended_by, row.end_reason = status, at, by, reason
    row.reviews_due_at = reviews_due(at)
    row.save(update_fields=["status", "ended_at", "ended_by", "end_reason", "reviews_due_at"])
