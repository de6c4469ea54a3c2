"""Asking Stripe about memberships whose webhook stays away: open checkouts by real time, running ones by the site's.

A webhook that never comes costs minutes at the start and an hour or so at a renewal, never a membership.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import Min

from billing import events
from billing.errors import NoSuchSession, PaymentsRefused, PaymentsUnavailable
from billing.memberships import contracts, following, starting
from billing.memberships.following import PAUSES
from billing.models import Membership
from billing.models.memberships import Memberships
from billing.reconciliation import PAUSES as CHECKOUT_PAUSES
from common import clock

log = logging.getLogger(__name__)
BATCH = 200


def look_at_checkouts(at: datetime) -> int:  # noqa: ARG001 - Stripe's checkouts go by real time
    """Ask about memberships that are not paid yet. The sweep `billing.membership_checkouts`."""
    now = clock.real_now()
    return _each(_starting().filter(look_at__lte=now), now, _look_at_checkout, CHECKOUT_PAUSES)


def next_checkout() -> datetime | None:
    first: datetime | None = _starting().aggregate(first=Min("look_at"))["first"]
    return first


def look_at_running(at: datetime) -> int:
    """Ask about renewals that should have come, and end contracts that are over. The sweep `billing.memberships`."""
    return _each(Membership.objects.running().filter(look_at__lte=at), at, _look_at_running, [60 * h for h in PAUSES])


def next_running() -> datetime | None:
    first: datetime | None = Membership.objects.running().aggregate(first=Min("look_at"))["first"]
    return first


def look_again(membership: Membership) -> Membership:
    """An operator has put right what did not match: take it up again, and the events that wait for it.

    Raises PaymentsUnavailable, PaymentsRefused.
    """
    Membership.objects.filter(pk=membership.pk).update(mismatch="", look_at=clock.now())
    row = Membership.objects.get(pk=membership.pk)
    (_look_at_running if row.runs else _look_at_checkout)(row, clock.now())
    for subject in filter(None, (row.session_id, row.subscription_id)):
        events.release(subject)
    row.refresh_from_db()
    return row


def _starting() -> Memberships:
    return Membership.objects.filter(status=Membership.Status.STARTING)


def _each(due: Memberships, at: datetime, look: Callable[[Membership, datetime], None], pauses: Sequence[int]) -> int:
    rows = list(due.order_by("look_at", "id")[:BATCH])
    for done, row in enumerate(rows):
        # Before the look, not after: one that fails every time must not stand before all others.
        pause = timedelta(minutes=pauses[min(row.looks, len(pauses) - 1)])
        Membership.objects.live().filter(pk=row.pk, mismatch="").update(
            look_at=at + pause, looks=min(row.looks + 1, 1000)
        )
        try:
            look(row, at)
        except PaymentsRefused as refused:
            log.error("membership %s cannot be looked up: %s", row.pk, refused)
        except PaymentsUnavailable:
            log.warning("Stripe does not answer, %s memberships wait for the next sweep", len(rows) - done)
            raise
    return len(rows)


def _look_at_checkout(row: Membership, at: datetime) -> None:
    if row.subscription_id:
        following.follow(row.pk)
    elif row.session_id is None:
        if row.session_expires_at <= at:
            starting.abandon(row)
    else:
        try:
            starting.come_back(row.session_id)
        except NoSuchSession as unknown:
            following.call_operator(row, f"Stripe does not know its checkout: {unknown}")


def _look_at_running(row: Membership, at: datetime) -> None:
    if row.is_contract:
        contracts.end_if_over(row.pk, at=at)
    else:
        following.follow(row.pk)
