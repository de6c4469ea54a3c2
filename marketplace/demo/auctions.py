"""Boost auctions that run while somebody looks at the demo: places full, a bid outbid, one that the client has seen."""

from contextlib import suppress
from datetime import timedelta

from django.db.models import Count, Q

from common import clock
from jobs.errors import JobError
from jobs.models import Job
from proposals import services as proposals
from proposals.errors import ProposalError
from proposals.models import Proposal, State

_JOBS = 4
# What the bidders of a job bid, one after the other; the fifth pushes out the lowest.
_BIDS = (4, 6, 3, 9, 5)


def run() -> None:
    """On the newest jobs that several people have written to."""
    for place, job in enumerate(_lively()):
        bidders = list(_undecided(job)[: len(_BIDS)])
        for proposal, connects in zip(bidders, _BIDS, strict=False):
            with suppress(ProposalError, JobError):
                proposals.boost(proposal, by=proposal.author, connects=connects + place)
        if place % 2 == 0 and len(bidders) > 1:
            proposals.view(bidders[1], by=job.client)


def _lively() -> list[Job]:
    undecided = Count("proposals", filter=Q(proposals__state__in=(State.SUBMITTED, State.VIEWED)))
    young = Job.objects.open().filter(published_at__gt=clock.now() - timedelta(days=6), hires_count=0)
    return list(young.annotate(n=undecided).filter(n__gte=2).select_related("client").order_by("-n", "id")[:_JOBS])


def _undecided(job: Job) -> "list[Proposal]":
    waiting = Proposal.objects.filter(job=job, state__in=(State.SUBMITTED, State.VIEWED))
    return list(waiting.select_related("job", "author", "agency").order_by("-state", "id"))
