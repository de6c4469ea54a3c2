"""Stripe's word about a subscription becomes what we do: paid invoices extend, failures warn, an end ends.

Events only say that something changed; how things stand, Stripe is asked. So an event that comes late, twice or out of
order tells the same as any other. An answer that was overtaken by another writer's is thrown away and asked for anew.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from billing import gone, stripe_gateway
from billing.errors import NoSuchSession, PaymentsUnavailable
from billing.memberships import booking, telling
from billing.models import Membership, StripeCustomer
from billing.stripe_gateway import PaidInvoice, Subscription
from common import clock

log = logging.getLogger(__name__)
Status = Membership.Status
_OVER = (Status.ENDED, Status.ABANDONED)
# As Stripe calls it.
_ENDED = ("canceled", "incomplete_expired")
TRIES = 5
# Stripe charges a renewal about an hour after the period has begun.
AFTER_RENEWAL = timedelta(minutes=5)
# Hours until the next look at what is not settled, by how many there were; then the last of them again and again.
PAUSES = (1, 1, 3, 6, 12, 24)


def follow(membership_id: int) -> Membership:
    """Ask Stripe about this membership's subscription and write down what it says.

    Raises PaymentsUnavailable, PaymentsRefused.
    """
    for _ in range(TRIES):
        seen = Membership.objects.get(pk=membership_id)
        if not seen.subscription_id:
            return seen
        try:
            told = stripe_gateway.subscription(seen.subscription_id)
        except NoSuchSession as unknown:
            return _lost(seen, str(unknown))
        known = set(seen.invoices.values_list("invoice_id", flat=True))
        paid = stripe_gateway.paid_invoices(seen.subscription_id, known=known)
        if row := _write(seen, told, paid):
            return follow(membership_id) if _ended_at_stripe(row, told) else row
    raise PaymentsUnavailable(f"Membership {membership_id} changes faster than it can be read.")


def adopt(subscription_id: str) -> Membership | None:
    """Follow a subscription that an event names. None when it is no membership of ours.

    Its metadata names the membership: an invoice may be told of before the checkout that it comes from.
    """
    known = Membership.objects.filter(subscription_id=subscription_id).first()
    if known is None:
        told = stripe_gateway.subscription(subscription_id)
        known = _claim(told) if told.key else None
    if known is None or known.mismatch:
        return known
    # What is over stays so; only what somebody who has gone still pays for it has to be seen.
    is_over = known.status in _OVER and not gone.nobody_is_left(known)
    return known if is_over else follow(known.pk)


def call_operator(membership: Membership, why: str) -> None:
    """Set aside what cannot be settled by rule: nothing is granted until somebody has looked."""
    membership.mismatch, membership.look_at = why, None
    membership.save(update_fields=["mismatch", "look_at"])
    log.error("membership %s, Stripe's subscription %s: %s", membership.pk, membership.subscription_id, why)


@transaction.atomic
def _claim(told: Subscription) -> Membership | None:
    rows = Membership.objects.select_for_update(no_key=True)
    found = rows.filter(key=told.key).first()
    if found is None or found.subscription_id == told.id:
        return found
    # Its payer may have gone before Stripe told us of it: then it is ended, and what was paid goes back.
    if found.subscription_id or (found.status != Status.STARTING and not gone.nobody_is_left(found)):
        call_operator(found, f"Stripe has a further subscription of this membership: {told.id}")
    else:
        found.subscription_id = told.id
        found.save(update_fields=["subscription_id"])
    return found


@transaction.atomic
def _write(seen: Membership, told: Subscription, paid: list[PaidInvoice]) -> Membership | None:
    """None when somebody else wrote since it was seen: what we were told may be older than what stands there."""
    row = Membership.objects.locked().get(pk=seen.pk)
    if row.revision != seen.revision:
        return None
    too_late = gone.nobody_is_left(row)
    if row.mismatch or (row.status in _OVER and not (too_late and paid)):
        return row
    if differences := _differences(row, told, paid):
        call_operator(row, "; ".join(differences))
        return row
    before = _said(row)
    for invoice in paid:
        (booking.pass_on if too_late else booking.book)(row, invoice)
    if row.status not in _OVER:
        _stand(row, told)
    if paid or _said(row) != before:
        # Eight who read the same thing at once need not send each other back to Stripe.
        row.revision += 1
    row.save()
    return row


def _ended_at_stripe(row: Membership, told: Subscription) -> bool:
    """End there what must not go on. Whether there was something to end. Raises PaymentsUnavailable."""
    if told.status in _ENDED:
        return False
    if gone.nobody_is_left(row):
        Membership.objects.running().filter(pk=row.pk, ended_because="").update(ended_because=gone.ACCOUNT_CLOSED)
        stripe_gateway.end_at_once(told.id, idempotency_key=f"closed-{row.key}")
        return True
    if told.status == "unpaid":
        # Stripe has given up charging and would keep it for ever: a new one could not be begun.
        stripe_gateway.end_at_once(told.id, idempotency_key=f"give-up-{row.key}")
        return True
    return False


def _said(row: Membership) -> dict[str, Any]:
    """All of the row that is Stripe's word, not our own plan of when to ask."""
    ours = ("revision", "look_at", "looks")
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in ours
    }


def _differences(row: Membership, told: Subscription, paid: list[PaidInvoice]) -> list[str]:
    customer = StripeCustomer.objects.filter(wallet_id=row.wallet_id).values_list("customer_id", flat=True).first()
    pairs = [
        ("membership", told.key, row.key),
        ("customer", told.customer, customer),
        ("currency", told.currency, row.currency),
        ("live", told.live, stripe_gateway.is_live()),
    ]
    for invoice in paid:
        pairs += [
            (f"customer of {invoice.id}", invoice.customer, customer),
            (f"currency of {invoice.id}", invoice.currency, row.currency),
        ]
    return [f"{name}: Stripe says {theirs}, we say {ours}" for name, theirs, ours in pairs if theirs != ours]


def _stand(row: Membership, told: Subscription) -> None:
    """How the subscription stands, beside what has been paid."""
    if told.status in _ENDED:
        booking.close(row, at=told.ended_at or clock.now(), because=_why_ended(row))
        return
    if row.runs:
        _take_price(row, told)
        _take_payment(row, told)
    row.look_at = _next_look(row)


def _why_ended(row: Membership) -> str:
    if row.ended_because:
        return row.ended_because
    if row.past_due_since:
        return gettext_noop("The renewal could not be charged.")
    return gettext_noop("Cancelled.") if row.ends_at_period_end else gettext_noop("Ended at Stripe.")


def _take_price(row: Membership, told: Subscription) -> None:
    if told.everything_is_paid and told.plan:
        # A change may cost nothing, at the very end of a period for example: then no invoice tells of it.
        booking.go_over(row, told.plan)
        row.interval, row.price_minor = told.interval, told.price_minor
    if told.ends_at_period_end and not row.ends_at_period_end:
        telling.ending(row)
    row.ends_at_period_end = told.ends_at_period_end
    row.next_plan, row.next_interval = None, ""
    if told.next_plan and (told.next_plan, told.next_interval) != (told.plan, told.interval):
        row.next_plan, row.next_interval = booking.plan_named(told.next_plan), told.next_interval


def _take_payment(row: Membership, told: Subscription) -> None:
    if told.status == "active":
        row.status, row.past_due_since = Status.ACTIVE, None
    elif told.status in ("past_due", "unpaid"):
        row.status = Status.PAST_DUE
        row.past_due_since = row.past_due_since or clock.now()
        telling.failing(row, invoice=told.latest_invoice, next_attempt_at=told.next_attempt_at)


def _next_look(row: Membership) -> datetime:
    now = clock.now()
    if row.status == Status.ACTIVE and row.paid_until and row.paid_until > now:
        row.looks = 0
        return row.paid_until + AFTER_RENEWAL
    row.looks = min(row.looks + 1, 1000)
    base = clock.real_now() if row.status == Status.STARTING else now
    return base + timedelta(hours=PAUSES[min(row.looks, len(PAUSES)) - 1])


def _lost(seen: Membership, why: str) -> Membership:
    with transaction.atomic():
        row = Membership.objects.select_for_update(no_key=True).get(pk=seen.pk)
        call_operator(row, f"Stripe does not know its subscription: {why}")
    return row
