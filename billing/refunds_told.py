"""What Stripe says of a refund becomes what we do: book it once, take it back should it fail.

Answers, events and looks all come through `apply`, in any order and at once. A refund that was made in Stripe's
dashboard gets a row here.
"""

from django.db import transaction
from django.utils.translation import gettext_noop

from billing import kept, money_back, payments, refund_news, stripe_gateway
from billing.errors import DoesNotMatch, NotYet
from billing.memberships import ending
from billing.models import Invoice, Membership, Purchase, Refund, StripeEvent
from billing.payments import Payment
from billing.stripe_gateway import StripeRefund
from common import clock

Status = Refund.Status
IN_DASHBOARD = gettext_noop("Refunded in Stripe's dashboard")
# A refund only ever moves to the right; one that has failed stays so.
_ORDER = (Status.ASKED, Status.PENDING, Status.SUCCEEDED, Status.FAILED)
_AS_STRIPE_SAYS = {
    "pending": Status.PENDING,
    "requires_action": Status.PENDING,
    "succeeded": Status.SUCCEEDED,
    "failed": Status.FAILED,
    "canceled": Status.FAILED,
}


def of_refund(event: StripeEvent) -> str:
    """An event about a refund: Stripe is asked how it stands now."""
    return follow(str(event.payload["data"]["object"]["id"]))


def of_charge(event: StripeEvent) -> str:
    """An event about a charge that was refunded: Stripe is asked for all of its refunds."""
    payment_intent = str(event.payload["data"]["object"].get("payment_intent") or "")
    if not payment_intent:
        return "Not acted on: no payment of ours."
    remarks = {follow(told.id) for told in stripe_gateway.refunds_of(payment_intent)}
    return "; ".join(sorted(remarks - {""}))


def follow(refund_id: str) -> str:
    """Ask Stripe how a refund stands and book it, once. Answers with a remark, empty when there is none to make."""
    told = stripe_gateway.refund(refund_id)
    payment = payments.find(told.payment_intent)
    if payment is None:
        return "Not acted on: no payment of ours."
    if not payments.was_paid(payment):
        return "Not acted on: nothing had been credited for it."
    finish(apply(payment, told))
    return ""


@transaction.atomic
def apply(payment: Payment, told: StripeRefund) -> Refund:
    """Book a refund as Stripe tells it. An older word than the one we have changes nothing. Raises DoesNotMatch."""
    payment = payments.lock(payment)
    status = _AS_STRIPE_SAYS.get(told.status)
    if status is None:
        raise NotYet(f"Refund {told.id} is {told.status!r} at Stripe.")
    row = _row(payment, told)
    if row is None:
        row = _from_dashboard(payment, told, failed=status == Status.FAILED)
        if status != Status.FAILED:
            money_back.take(payment, reference=f"refund:{row.pk}:taken", reason=row.reason)
    if _ORDER.index(status) > _ORDER.index(Status(row.status)):
        _move(payment, row, status, told.failure)
    return row


@transaction.atomic
def refused(row: Refund, why: str) -> Refund:
    """Stripe will not do it."""
    payment = payments.lock(row.payment)
    row = Refund.objects.get(pk=row.pk)
    if row.status == Status.ASKED:
        _move(payment, row, Status.FAILED, why)
    return row


def finish(row: Refund) -> None:
    """What is left to do at Stripe once the money has gone back. Raises PaymentsUnavailable."""
    if row.status == Status.SUCCEEDED:
        end_if_unpaid(row.payment)
        Refund.objects.filter(pk=row.pk, status=Status.SUCCEEDED).update(look_at=None)


def end_if_unpaid(payment: Payment) -> None:
    """End at once the membership whose present time this invoice bought, when all of it has gone back."""
    if not isinstance(payment, Invoice) or payments.returned_minor(payment) < payment.amount_minor:
        return
    if payment.ends_at > clock.now():
        ending.end_now(payment.membership, because=gettext_noop("Its payment went back."))


def _row(payment: Payment, told: StripeRefund) -> Refund | None:
    """Our row of Stripe's refund, if there is one."""
    row = Refund.objects.filter(refund_id=told.id).first()
    if row is None and told.key:
        row = Refund.objects.filter(key=told.key).first()
    if row is None:
        return None
    row.refund_id = row.refund_id or told.id
    pairs = {
        "refund": (told.id, row.refund_id),
        "payment": (payment.number, row.payment.number),
        "amount": (told.amount_minor, row.amount_minor),
        "currency": (told.currency, payment.currency),
    }
    if odd := [
        f"{name}: Stripe says {theirs}, we say {ours}" for name, (theirs, ours) in pairs.items() if theirs != ours
    ]:
        raise DoesNotMatch(f"{row}: {'; '.join(odd)}")
    row.save(update_fields=["refund_id"])
    return row


def _from_dashboard(payment: Payment, told: StripeRefund, *, failed: bool) -> Refund:
    gone = sum(payment.refunds.exclude(status=Status.FAILED).values_list("amount_minor", flat=True))
    if told.currency != payment.currency:
        raise DoesNotMatch(f"Refund {told.id} is in {told.currency}, {payment.number} was paid in {payment.currency}.")
    if not failed and gone + told.amount_minor > payment.amount_minor:
        raise DoesNotMatch(f"Refund {told.id}: with it, more than was paid for {payment.number} would have gone back.")
    return Refund.objects.create(
        **payments.named(payment),
        amount_minor=told.amount_minor,
        reason=kept.IN_DASHBOARD.format(why=told.why) if told.why else IN_DASHBOARD,
        refund_id=told.id,
    )


def _move(payment: Payment, row: Refund, status: Status, failure: str) -> None:
    # One that we ask for has a look ahead of it; one made in Stripe's dashboard has none yet.
    was_known = row.status != Status.ASKED or row.look_at is not None
    row.status, row.failure = status, failure[:300] if status == Status.FAILED else ""
    row.settled_at = None if status == Status.PENDING else clock.now()
    # One that has succeeded is looked at once more, should this process die before it has finished.
    row.look_at = None if status == Status.FAILED else clock.real_now()
    row.save()
    if status != Status.FAILED:
        refund_news.given_back(payment, row)
    elif was_known:
        why = kept.REFUND_FAILED.format(failure=row.failure) if row.failure else gettext_noop("The refund failed.")
        if row.key == payments.own_key(payment):
            _call_operator(payment, f"{row.reason} {why}")
        effect = money_back.give_back(payment, reference=f"refund:{row.pk}:failed", reason=why[:300])
        refund_news.failed(payment, row, effect)


def _call_operator(payment: Payment, why: str) -> None:
    """Nobody asked for it, and its payer has gone: it stands among what operators must look at."""
    if isinstance(payment, Purchase):
        Purchase.objects.filter(pk=payment.pk).update(mismatch=why)
    else:
        # Before its wallet is held, as by everybody who writes a membership.
        Membership.objects.filter(pk=payment.membership_id).update(mismatch=f"{payment.number}: {why}")
