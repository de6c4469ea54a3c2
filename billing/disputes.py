"""Disputes: a payer's bank takes a payment back until somebody is proved right. Operators answer them at Stripe.

While one is open, what is left of the lot is booked out; won, it comes back; lost, what was paid for is claimed.
"""

from django.db import transaction
from django.utils.translation import gettext_noop

from billing import dispute_news, kept, money_back, payments, stripe_gateway
from billing.errors import DoesNotMatch
from billing.models import Dispute, StripeEvent
from billing.payments import Payment
from billing.refunds_told import end_if_unpaid
from billing.stripe_gateway import StripeDispute
from common import clock

Outcome = Dispute.Outcome
# Stripe's words: money is only withdrawn by a dispute, not by a bank's question before it ("warning").
_WITHDRAWN = ("needs_response", "under_review")
_OVER = {
    "won": Outcome.WON,
    "lost": Outcome.LOST,
    "warning_closed": Outcome.WON,
    "prevented": Outcome.WON,
}


def of_dispute(event: StripeEvent) -> str:
    """An event about a dispute: Stripe is asked how it stands now."""
    return follow(str(event.payload["data"]["object"]["id"]))


def follow(dispute_id: str) -> str:
    """Ask Stripe how a dispute stands and act on it, once. Answers with a remark, empty when there is none to make."""
    told = stripe_gateway.dispute(dispute_id)
    payment = payments.find(told.payment_intent)
    if payment is None:
        return "Not acted on: no payment of ours."
    if not payments.was_paid(payment):
        return "Not acted on: nothing had been credited for it."
    apply(payment, told)
    end_if_unpaid(payment)
    return ""


@transaction.atomic
def apply(payment: Payment, told: StripeDispute) -> Dispute:
    """Book a dispute as Stripe tells it. One that is over stays as it ended. Raises DoesNotMatch."""
    payment = payments.lock(payment)
    if (told.currency, told.live) != (payment.currency, stripe_gateway.is_live()):
        raise DoesNotMatch(
            f"Dispute {told.id} is in {told.currency}, {payment.number} was paid in {payment.currency}."
        )
    row = _row(payment, told)
    if row.outcome != Outcome.OPEN:
        return row
    row.status, row.amount_minor, row.answer_by = told.status, told.amount_minor, told.answer_by
    if told.status in _WITHDRAWN and not row.froze:
        _open(payment, row)
    elif told.status in _OVER:
        _close(payment, row, _OVER[told.status])
    row.save()
    return row


def _row(payment: Payment, told: StripeDispute) -> Dispute:
    row, _ = Dispute.objects.get_or_create(
        dispute_id=told.id,
        defaults={
            **payments.named(payment),
            "amount_minor": told.amount_minor,
            "currency": told.currency,
            "why": told.why[:60],
            "status": told.status,
            "opened_at": told.opened_at,
        },
    )
    if payments.cause(row.payment) != payments.cause(payment):
        raise DoesNotMatch(f"Dispute {told.id} was about {row.payment.number}, Stripe now says {payment.number}.")
    return row


def _open(payment: Payment, row: Dispute) -> None:
    row.froze = True
    row.save()
    held = money_back.freeze(
        payment,
        reference=f"dispute:{row.pk}",
        reason=money_back.held_because(payment),
    )
    dispute_news.opened(payment, row, held)


def _close(payment: Payment, row: Dispute, outcome: Outcome) -> None:
    row.outcome, row.closed_at = outcome, clock.now()
    row.save()
    lost = outcome == Outcome.LOST
    effect = money_back.Effect()
    if lost:
        # First, so that nothing of it can be spent in between.
        why = kept.TAKEN_BACK.format(payment=payment.number)
        effect = money_back.take(payment, reference=f"dispute:{row.pk}:lost", reason=why)
    back = 0
    if row.froze:
        said = gettext_noop("The dispute is over.") if lost else kept.STANDS.format(payment=payment.number)
        back = money_back.unfreeze(payment, reference=f"dispute:{row.pk}", reason=said)
    if lost:
        dispute_news.lost(payment, row, effect)
    elif row.froze:
        dispute_news.won(payment, row, back)
