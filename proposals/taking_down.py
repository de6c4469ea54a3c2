"""Taking down a proposal that operators judged a violation: it is withdrawn, and the client reads its words no more.

That refunds nobody, as it is no ending of the job (PRODUCT 8). Who decided so and why stands in the case.
"""

from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from accounts.trust.errors import NotRemovable
from accounts.trust.models import Case
from common import clock
from jobs import services as jobs
from jobs.errors import JobError
from proposals.errors import TooLate
from proposals.models import Proposal, State
from proposals.moderation import KIND
from proposals.services.moving import move


@transaction.atomic
def take_down(number: int, _by: User, _violation: str, _reason: str) -> None:
    """Twice is once. Raises NotRemovable when it is decided, or its job has ended: what followed from it stays."""
    proposal = Proposal.objects.select_related("job").filter(pk=number).first()
    if proposal is None or proposal.state == State.WITHDRAWN:
        return
    try:
        job = jobs.lock_live(proposal.job_id)
        move(proposal, State.WITHDRAWN, job=job, withdrawn_at=clock.now())
    except (JobError, TooLate) as decided:
        raise NotRemovable from decided
    jobs.count_proposal(job, -1)


def removed_among(numbers: Collection[int]) -> set[int]:
    """Those of these proposals that operators have taken down, in one query."""
    judged = Case.objects.filter(kind=KIND, object_id__in=numbers, verdict=Case.Verdict.REMOVED)
    return set(judged.values_list("object_id", flat=True)) if numbers else set()


def was_removed(proposal: Proposal) -> bool:
    return proposal.state == State.WITHDRAWN and bool(removed_among([proposal.pk]))
