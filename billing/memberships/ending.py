"""Cancelling, taking it up again, and ending at once."""

import logging

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from billing import gone, stripe_gateway
from billing.errors import NoSuchSession, PaymentsError
from billing.memberships import booking, following, site_clock
from billing.memberships.errors import NotRunning
from billing.models import Membership
from common import clock

log = logging.getLogger(__name__)


def cancel(membership: Membership) -> Membership:
    """Let it end with the period that is paid. Twice is once. Raises NotRunning, PaymentsUnavailable, PaymentsRefused.

    One whose renewal failed has no paid period left: it ends at once.
    """
    site_clock.bring_stripe_along()
    row = _at_stripe(membership)
    if row.status == Membership.Status.PAST_DUE:
        return end_now(row, because=gettext_noop("Cancelled."))
    assert row.subscription_id is not None
    told = stripe_gateway.subscription(row.subscription_id)
    if told.schedule:
        stripe_gateway.release(told.schedule, idempotency_key=f"release-{told.schedule}")
    if not told.ends_at_period_end:
        stripe_gateway.end_at_period_end(told.id, ends=True, idempotency_key=f"cancel-{row.key}-{row.revision}")
    return following.follow(row.pk)


def resume(membership: Membership) -> Membership:
    """Take back that it ends: it goes on renewing.

    Raises NotRunning, PayerGone, PaymentsUnavailable, PaymentsRefused.
    """
    site_clock.bring_stripe_along()
    row = _at_stripe(membership)
    gone.check_payer(row)
    if row.ends_at_period_end:
        assert row.subscription_id is not None
        stripe_gateway.end_at_period_end(
            row.subscription_id, ends=False, idempotency_key=f"go-on-{row.key}-{row.revision}"
        )
    return following.follow(row.pk)


def end_now(membership: Membership, *, because: str) -> Membership:
    """End it at once, whatever is paid; nothing is paid back by this. `because` is told to the payer.

    Ended before, nothing happens. Raises PaymentsUnavailable, PaymentsRefused.
    """
    row = Membership.objects.get(pk=membership.pk)
    if not row.runs:
        return row
    if row.is_contract:
        return _close(row, because)
    assert row.subscription_id is not None
    site_clock.bring_stripe_along()
    # Before Stripe hears of it: its webhook may be here before its answer.
    _note(row, because)
    try:
        stripe_gateway.end_at_once(row.subscription_id, idempotency_key=f"end-{row.key}")
    except NoSuchSession:
        # Stripe speaks so of one that has ended already; reading it back says when.
        log.info("membership %s had ended at Stripe already", row.pk)
    except PaymentsError:
        _note(row, "")
        raise
    return following.follow(row.pk)


def _at_stripe(membership: Membership) -> Membership:
    row = following.follow(membership.pk)
    if not row.runs or row.mismatch or not row.subscription_id:
        raise NotRunning(gettext("There is no running membership to change."))
    return row


def _note(row: Membership, because: str) -> None:
    Membership.objects.running().filter(pk=row.pk).update(ended_because=because[:300])


@transaction.atomic
def _close(row: Membership, because: str) -> Membership:
    locked = Membership.objects.locked().get(pk=row.pk)
    if locked.runs:
        booking.close(locked, at=clock.now(), because=because)
        locked.save()
    return locked
