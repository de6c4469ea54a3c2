"""What becomes of the proposals of somebody who is gone: those still undecided are withdrawn (PRODUCT 8).

A ban of a freelancer refunds nobody: it is no ending of the job. Contracts stay. A suspension changes nothing here.
Who closes the account leaves the same way (proposals.privacy).
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.trust import standing
from accounts.trust.models import StandingEvent
from common import clock, sweeps
from jobs import services as jobs
from jobs.errors import JobError
from jobs.models import Status
from proposals import rules, tell
from proposals.errors import TooLate
from proposals.models import Proposal, State
from proposals.services.moving import move


def register() -> None:
    standing.follow(follow)
    sweeps.register(
        sweeps.Sweep("proposals.standing", run, next_due, title=_("Withdraw the open proposals of the banned"))
    )


def follow(person_id: int) -> int:
    return sum(withdraw(each, tell.banned) for each in _due(Q(author=person_id)))


def run(at: datetime) -> int:  # noqa: ARG001 - a ban has no end, so it is due whenever it is found
    return sum(withdraw(each, tell.banned) for each in _due(Q()))


def next_due() -> datetime | None:
    return clock.now() if _due(Q()).exists() else None


def ended_by_ban(proposal: Proposal) -> bool:
    """Whether a withdrawn proposal was taken back because its author was banned just then."""
    if proposal.withdrawn_at is None:
        return False
    kinds = (StandingEvent.Kind.BANNED, StandingEvent.Kind.LIFTED)
    before = StandingEvent.objects.filter(person=proposal.author_id, at__lte=proposal.withdrawn_at, kind__in=kinds)
    return before.order_by("-id").values_list("kind", flat=True).first() == StandingEvent.Kind.BANNED


def open_of(whose: Q) -> QuerySet[Proposal]:
    """Proposals that wait for a decision on a job that has not ended."""
    live = (Status.OPEN, Status.PAUSED)
    undecided = Proposal.objects.filter(whose, state__in=rules.UNDECIDED, job__status__in=live)
    return undecided.select_related("job", "author", "agency").order_by("pk")


@transaction.atomic
def withdraw(proposal: Proposal, tell_them: Callable[[Proposal], None]) -> int:
    """Take back the proposal of somebody who is gone, without a refund; 0 when something else came first."""
    try:
        job = jobs.lock_live(proposal.job_id)
        move(proposal, State.WITHDRAWN, job=job, withdrawn_at=clock.now())
    except (JobError, TooLate):
        return 0
    jobs.count_proposal(job, -1)
    tell_them(proposal)
    return 1


def _due(whose: Q) -> QuerySet[Proposal]:
    return open_of(whose).filter(author__banned_at__isnull=False)
