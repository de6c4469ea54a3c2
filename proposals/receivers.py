"""What this room does on news from the rooms below: a row or one statement, whatever the size of the data."""

from typing import Any

from django.dispatch import receiver

from common.signals import policy_changed
from jobs.models import Job, JobClosure, JobEnd
from jobs.signals import job_closed
from proposals import boosts, policy, settlement
from proposals.models import BoostAuction, Contract, Offer, RefundRule
from proposals.services import contracting


@receiver(job_closed)
def end_the_auction(job: Job, closure: JobClosure, **_: Any) -> None:
    """As many bids as there are places, at most, are spent or come back; the rest have returned before."""
    if closure.end in (JobEnd.CANCELLED, JobEnd.REMOVED):
        boosts.void(job, at=closure.at)
    else:
        boosts.close(job, BoostAuction.Ending.EXPIRY, at=closure.at)


@receiver(job_closed)
def announce_refunds(job: Job, closure: JobClosure, **_: Any) -> None:
    settlement.announce_job(job, closure)


@receiver(job_closed)
def end_contracts_of_a_removed_job(job: Job, closure: JobClosure, **_: Any) -> None:
    if closure.end == JobEnd.REMOVED:
        running = Contract.objects.filter(proposal__job=job, status=Contract.Status.ACTIVE)
        running.update(
            status=Contract.Status.ENDED,
            ended_at=closure.at,
            end_reason="The job was removed for a violation.",
            reviews_due_at=contracting.reviews_due(closure.at),
        )


@receiver(job_closed)
def end_open_offers(job: Job, closure: JobClosure, **_: Any) -> None:
    """Nothing on a job that has ended is decided any more, by neither side."""
    Offer.objects.open().filter(proposal__job=job).update(status=Offer.Status.OVER, answered_at=closure.at)


@receiver(policy_changed, sender=RefundRule)
def begin_a_version_of_the_matrix(**_: Any) -> None:
    policy.write_version()
