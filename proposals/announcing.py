"""Telling people how a job ended, in batches soon after: the transaction that ends it never grows with its proposals.

Killed anywhere and run again, everybody is told once: a notice and a mail carry what they tell of as their reference.
"""

from datetime import datetime

from django.db import transaction

from jobs.models import JobEnd
from proposals import boost_refunds, pending, rules, tell
from proposals.models import Proposal, Settlement, State

_BATCH = 500


def announce_due(at: datetime) -> int:
    """Tell everybody whom an ending concerns. Returns how many proposals were looked at."""
    untold = Settlement.objects.filter(told_at=None, announced_at__lte=at).order_by("announced_at", "id")
    return sum(_announce(pk, at) for pk in untold.values_list("pk", flat=True))


def next_due() -> datetime | None:
    untold = Settlement.objects.filter(told_at=None).order_by("announced_at")
    return untold.values_list("announced_at", flat=True).first()


def _announce(pk: int, at: datetime) -> int:
    done = 0
    while True:
        with transaction.atomic():
            row = _hold(pk)
            if row is None:
                return done
            batch = _batch(row)
            _close(row, batch)
            waiting = pending.of_proposals([each.pk for each in batch])
            tell.ended(row, batch, waiting, boost_refunds.announced(row, batch))
            row.told_through = batch[-1].pk if batch else row.told_through
            row.told_at = None if len(batch) == _BATCH else at
            row.save(update_fields=["told_through", "told_at"])
        done += len(batch)
        if row.told_at is not None:
            # An ending without proposals is work too: it has been seen to.
            return max(done, 1)


def _hold(pk: int) -> Settlement | None:
    untold = Settlement.objects.filter(pk=pk, told_at=None).select_related("closure", "job")
    return untold.select_for_update(of=("self",), no_key=True, skip_locked=True).first()


def _batch(row: Settlement) -> list[Proposal]:
    concerned = Proposal.objects.filter(pk=row.proposal_id) if row.proposal_id else row.job.proposals
    following = concerned.filter(pk__gt=row.told_through).order_by("pk")
    return list(following.select_related("job", "author", "refund_policy")[:_BATCH])


def _close(row: Settlement, batch: list[Proposal]) -> None:
    """When a job is filled, whoever was still in the running was not selected."""
    if row.closure is None or row.closure.end != JobEnd.FILLED:
        return
    undecided = Proposal.objects.filter(pk__in=[each.pk for each in batch], state__in=rules.UNDECIDED)
    undecided.update(state=State.NOT_SELECTED)
