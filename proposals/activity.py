"""What a job's page says of hiring on it: how many were asked, talk, and were offered the work (PRODUCT 6)."""

from dataclasses import dataclass

from django.db.models import Count, Q

from jobs.models import Job
from proposals.models import JobInvitation, Offer, Proposal, State


@dataclass(frozen=True, slots=True)
class Activity:
    invited: int
    interviewing: int
    offers: int


def of(job: Job) -> Activity:
    """Two small queries, whatever the number of proposals: both are of one job, by its index."""
    numbers = Proposal.objects.filter(job=job).aggregate(
        interviewing=Count("pk", filter=Q(state=State.INTERVIEWING), distinct=True),
        offers=Count("offers", filter=Q(offers__status=Offer.Status.OPEN), distinct=True),
    )
    return Activity(invited=JobInvitation.objects.filter(job=job).count(), **numbers)
