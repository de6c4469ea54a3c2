"""Giving money back. The row and what it takes out of the wallet are committed first, then Stripe is asked for it.

Should Stripe not answer, the row waits and is asked for again; should it refuse, everything comes back.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from billing import money_back, payments, refunds_told, stripe_gateway
from billing.errors import AttemptSpoiled, CannotRefund, EffectChanged, PaymentsRefused, PaymentsUnavailable
from billing.models import Refund
from billing.money_back import Effect
from billing.payments import Payment
from common import clock
from common.money import format_money

log = logging.getLogger(__name__)
Status = Refund.Status
FIRST_LOOK = timedelta(minutes=2)
ACCOUNT_CLOSED = gettext_noop("It was paid after the account was closed.")


def most_minor(payment: Payment) -> int:
    """How much of it can still be given back."""
    return payment.amount_minor - payments.returned_minor(payment)


def why_not(payment: Payment) -> str:
    """Why nothing of it can be given back, in words; empty when something can."""
    if not payments.was_paid(payment):
        return _("It was not paid.")
    if not payment.amount_minor or not payment.payment_intent:
        return _("No money was taken for it, so there is none to give back.")
    if payment.disputes.filter(outcome="", froze=True).exists():
        return _("The payer's bank holds the money until its dispute is decided. Answer the dispute at Stripe.")
    return "" if most_minor(payment) else _("All of it has gone back already.")


def refund(
    payment: Payment, *, amount_minor: int, reason: str, actor: User, key: str, expected: Effect | None = None
) -> Refund:
    """Give so much of a payment back. The same key again is the same refund.

    Raises CannotRefund, and EffectChanged when the wallet would not lose what the operator `expected`.
    """
    row = _begin(payment, amount_minor, reason, actor, key, expected)
    if row.status == Status.ASKED:
        try:
            refunds_told.finish(_ask(row))
        except (PaymentsUnavailable, AttemptSpoiled) as silent:
            log.warning("refund %s waits, Stripe does not answer: %s", row.pk, silent)
    return Refund.objects.get(pk=row.pk)


def owe_all(payment: Payment, *, reason: str) -> Refund:
    """All of a payment is to go back, without anybody's asking: the sweep asks Stripe for it.

    For the transaction that finds it out: no process that dies after it can forget the money.
    """
    # There is one such refund of a payment, so it goes by the payment's key.
    row = _begin(payment, most_minor(payment), reason, None, payments.own_key(payment), None)
    Refund.objects.filter(pk=row.pk, status=Status.ASKED).update(look_at=clock.real_now())
    return row


def find_or_ask(row: Refund) -> Refund:
    """Ask for a refund that Stripe may have made without our hearing of it, longer ago than it remembers our key.

    Raises PaymentsUnavailable, AttemptSpoiled, DoesNotMatch.
    """
    known = stripe_gateway.refunds_of(row.payment.payment_intent)
    told = next((each for each in known if each.key == row.key), None)
    return refunds_told.apply(row.payment, told) if told else _ask(row)


@transaction.atomic
def _begin(
    payment: Payment, amount_minor: int, reason: str, actor: User | None, key: str, expected: Effect | None
) -> Refund:
    payment = payments.lock(payment)
    before = Refund.objects.filter(key=key).first()
    if before is not None:
        return before
    if refused := why_not(payment):
        raise CannotRefund(refused)
    if not 0 < amount_minor <= most_minor(payment):
        most = format_money(most_minor(payment), payment.currency)
        raise CannotRefund(_("More than nothing and at most {most} can be given back.").format(most=most))
    row = Refund.objects.create(
        **payments.named(payment),
        amount_minor=amount_minor,
        reason=reason,
        actor=actor,
        key=key,
        look_at=clock.real_now() + FIRST_LOOK,
    )
    effect = money_back.take(payment, reference=f"refund:{row.pk}:taken", reason=reason, actor=actor)
    if expected is not None and effect != expected:
        raise EffectChanged
    return row


def _ask(row: Refund) -> Refund:
    payment = row.payment
    try:
        told = stripe_gateway.create_refund(
            payment.payment_intent,
            row.amount_minor,
            key=row.key,
            number=payment.number,
            idempotency_key=f"refund-{row.key}-{row.attempt}",
        )
    except AttemptSpoiled:
        # A new key only for the next try, which first looks whether this one did something after all.
        Refund.objects.filter(pk=row.pk, attempt=row.attempt).update(attempt=F("attempt") + 1)
        raise
    except PaymentsRefused as refused:
        return refunds_told.refused(row, str(refused))
    return refunds_told.apply(payment, told)
