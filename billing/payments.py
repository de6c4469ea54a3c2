"""Payments as money that goes back sees them: a purchase, or a membership's invoice, whichever Stripe speaks of."""

from django.db.models import Sum

from accounts.models import User
from billing import fulfilment, stripe_gateway
from billing.errors import NotYet
from billing.models import Invoice, Purchase, StripeCustomer

Payment = Purchase | Invoice


def find(payment_intent: str) -> Payment | None:
    """Whose payment this is; None when it is none of ours. A purchase that was not credited yet is, first.

    Raises NotYet for one that Stripe has not told us of, and what fulfilling raises.
    """
    if not payment_intent:
        return None
    known = _known(payment_intent)
    if isinstance(known, Purchase) and not known.is_paid and known.session_id:
        # The money goes back before we heard that it came.
        return fulfilment.fulfil(known.session_id)
    return known


def lock(payment: Payment) -> Payment:
    """The same, as it is now, and nobody else's to change until this transaction ends."""
    if isinstance(payment, Purchase):
        purchases = Purchase.objects.select_for_update(no_key=True, of=("self",)).select_related("buyer")
        return purchases.get(pk=payment.pk)
    invoices = Invoice.objects.select_for_update(no_key=True, of=("self",))
    return invoices.select_related("membership__payer", "plan").get(pk=payment.pk)


def payer(payment: Payment) -> User:
    return payment.buyer if isinstance(payment, Purchase) else payment.membership.payer


def cause(payment: Payment) -> str:
    """As the ledger names it."""
    return payment.reference if isinstance(payment, Purchase) else f"invoice:{payment.pk}"


def named(payment: Payment) -> dict[str, Payment]:
    """As the columns of a refund or a dispute name it."""
    return {"purchase" if isinstance(payment, Purchase) else "invoice": payment}


def own_key(payment: Payment) -> str:
    """The key of the one refund that nobody asked for, because its payer had gone before it was paid."""
    return payment.key if isinstance(payment, Purchase) else f"invoice-{payment.pk}"


def was_paid(payment: Payment) -> bool:
    return payment.is_paid if isinstance(payment, Purchase) else True


def returned_minor(payment: Payment) -> int:
    """What has gone back or is on its way, by refunds and lost disputes; never more than was paid."""
    refunds = payment.refunds.exclude(status="failed").aggregate(sum=Sum("amount_minor"))["sum"] or 0
    lost = payment.disputes.filter(outcome="lost").aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return min(payment.amount_minor, refunds + lost)


def _known(payment_intent: str) -> Payment | None:
    purchase = Purchase.objects.filter(payment_intent=payment_intent).first()
    if purchase is not None:
        return purchase
    invoice = Invoice.objects.filter(payment_intent=payment_intent).select_related("membership").first()
    if invoice is not None:
        return invoice
    told = stripe_gateway.payment(payment_intent)
    if told.purchase:
        return Purchase.objects.filter(key=told.purchase).first()
    if told.customer and StripeCustomer.objects.filter(customer_id=told.customer).exists():
        raise NotYet(f"Payment {payment_intent} is of a customer of ours, but no invoice of it has come yet.")
    return None
