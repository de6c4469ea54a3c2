"""The dated rule "never viewed for so many days": off until an operator switches its cell on (PRODUCT 8).

It speaks while the job lives; once that has ended, the row of its ending decides.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from jobs.models import Status
from proposals import policy
from proposals.models import Outcome, Proposal, Settlement, State
from proposals.settlement import announce_many

_BATCH = 500


def announce_due(at: datetime) -> int:
    """Announce the refunds of proposals left unopened for the days that they were promised. Returns how many."""
    return sum(_announce_version(version, at - timedelta(days=days), at) for version, days in policy.dated_rules())


def next_due() -> datetime | None:
    """When the next proposal will have been unopened for too long. Asks nothing of proposals while the rule is off."""
    instants = []
    for version, days in policy.dated_rules():
        oldest = waiting(version).order_by("sent_at").values_list("sent_at", flat=True).first()
        if oldest is not None:
            instants.append(oldest + timedelta(days=days))
    return min(instants, default=None)


def _announce_version(version: int, sent_before: datetime, at: datetime) -> int:
    done = 0
    while True:
        with transaction.atomic():
            overdue = waiting(version).filter(sent_at__lte=sent_before).order_by("sent_at")
            group = list(overdue.select_for_update(of=("self",), no_key=True)[:_BATCH])
            if not group:
                return done
            announce_many(group, Outcome.NEVER_VIEWED, at=at)
        done += len(group)


def waiting(version: int) -> QuerySet[Proposal]:
    announced = Settlement.objects.filter(proposal=OuterRef("pk"))
    return Proposal.objects.filter(
        ~Exists(announced),
        refund_policy_id=version,
        state=State.SUBMITTED,
        refunded_at=None,
        paid__gt=0,
        job__status__in=(Status.OPEN, Status.PAUSED),
    )
