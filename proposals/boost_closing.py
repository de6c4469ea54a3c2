"""Auctions close when their days are over: each in a transaction of its own, under its job's lock.

Killed anywhere and run again, or run twice at once, each closes once; whoever meets one that is due closes it too.
"""

from datetime import datetime

from django.db import transaction

from common import sweeps
from jobs import services as jobs
from proposals import boosts
from proposals.models import BoostAuction


def close_due(at: datetime) -> int:
    """Close every auction whose days are over. Returns how many were closed here."""
    due = BoostAuction.objects.filter(closed_at=None, closes_at__lte=at).order_by("closes_at", "id")
    return sweeps.each_alone(list(due.values_list("job_id", flat=True)), lambda job_id: _close(job_id, at))


def next_due() -> datetime | None:
    """When the next auction closes by itself."""
    waiting = BoostAuction.objects.filter(closed_at=None).order_by("closes_at")
    return waiting.values_list("closes_at", flat=True).first()


@transaction.atomic
def _close(job_id: int, at: datetime) -> bool:
    return boosts.close(jobs.lock_published(job_id), BoostAuction.Ending.TIME, at=at)
