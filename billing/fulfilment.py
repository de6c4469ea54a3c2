"""What Stripe says of a checkout becomes what we do: credit once, fail, expire, or call an operator.

Webhook, return page and reconciliation all come through `fulfil`, in any order and at once.
"""

import logging

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts import signs
from billing import gone, receipts, redemptions, stripe_gateway, trust
from billing.models import BillingDetails, Purchase, StripeEvent
from billing.signals import paid_too_late
from billing.stripe_gateway import Session
from common import clock
from connects import services as connects

log = logging.getLogger(__name__)
Status = Purchase.Status


def fulfil(session_id: str) -> Purchase | None:
    """Ask Stripe how this checkout stands and act on it, once. None when the checkout is not one of ours.

    Raises NoSuchSession, PaymentsUnavailable, PaymentsRefused.
    """
    session = stripe_gateway.session(session_id)
    with transaction.atomic():
        purchase = _locked(session)
        if purchase is not None and not purchase.is_paid:
            _settle(purchase, session)
    return purchase


@transaction.atomic
def give_up(purchase_id: int) -> Purchase:
    """Expire a purchase that never reached Stripe: nobody was shown a page on which it could be paid."""
    Purchase.objects.filter(pk=purchase_id, status=Status.OPEN, session_id=None).update(
        status=Status.EXPIRED, look_at=None
    )
    purchase = Purchase.objects.get(pk=purchase_id)
    redemptions.settle(purchase)
    return purchase


def call_operator(purchase: Purchase, why: str) -> None:
    """Set aside what cannot be settled by rule. Processing, so that the buyer may meanwhile start anew."""
    purchase.mismatch, purchase.status, purchase.look_at = why, Status.PROCESSING, None
    purchase.save(update_fields=["mismatch", "status", "look_at"])
    log.error("purchase %s, Stripe's session %s: %s", purchase.pk, purchase.session_id, why)


def _locked(session: Session) -> Purchase | None:
    """The purchase of this session, locked, so that of all who come at once one credits it."""
    rows = Purchase.objects.select_for_update(no_key=True, of=("self",)).select_related("buyer")
    purchase = rows.filter(session_id=session.id).first()
    if purchase is None and session.key:
        # Stripe was quicker than our own note of the session, or that note was lost with the process.
        purchase = rows.filter(key=session.key, session_id=None).first()
        if purchase is not None:
            purchase.session_id, purchase.session_url = session.id, session.url
            purchase.save(update_fields=["session_id", "session_url"])
    return purchase


def _settle(purchase: Purchase, session: Session) -> None:
    if differences := _differences(purchase, session):
        if session.given_back:
            _close_given_back(purchase)
        else:
            call_operator(purchase, "; ".join(differences))
        return
    purchase.mismatch = ""
    StripeEvent.objects.settle(session.id)
    purchase.payment_intent = session.payment_intent
    if _is_paid(session):
        settle = _pass_on if gone.nobody_is_left(purchase) else _credit
        settle(purchase, session)
    elif session.status == "expired":
        _close(purchase, Status.EXPIRED)
    elif session.status == "complete" and session.payment in ("requires_payment_method", "canceled"):
        _close(purchase, Status.FAILED, session.failure)
        receipts.tell_of_failure(purchase)
    elif session.status == "complete":
        purchase.status = Status.PROCESSING
        purchase.paid_with = session.paid_with
        purchase.look_at = purchase.look_at or clock.real_now()
        purchase.save()
    else:
        purchase.look_at = purchase.look_at or clock.real_now()
        purchase.save()


def _is_paid(session: Session) -> bool:
    """Nothing to pay counts as paid, once the buyer has confirmed it."""
    nothing_due = session.payment_status == "no_payment_required" and session.amount_minor == 0
    return session.status == "complete" and (session.payment_status == "paid" or nothing_due)


def _differences(purchase: Purchase, session: Session) -> list[str]:
    """What Stripe's session says otherwise than our row; each one would credit the wrong thing to the wrong wallet."""
    pairs = {
        "session": (session.id, purchase.session_id),
        "purchase": (session.key, purchase.key),
        "number": (session.number, purchase.number),
        "amount": (session.amount_minor, purchase.amount_minor),
        "currency": (session.currency, purchase.currency),
        "mode": (session.mode, "payment"),
        "live": (session.live, stripe_gateway.is_live()),
    }
    return [f"{name}: Stripe says {theirs}, we say {ours}" for name, (theirs, ours) in pairs.items() if theirs != ours]


def _credit(purchase: Purchase, session: Session) -> None:
    purchase.paid_at = clock.now()
    # Before the wallet is held: who invited the buyer and what others paid with come first in the order of locks.
    if purchase.amount_minor:
        connects.bought(purchase.buyer, reference=purchase.reference, at=purchase.paid_at)
    if purchase.wallet.person_id == purchase.buyer_id:
        # A pool's card says nothing of the one who held it.
        signs.note_card(purchase.buyer, session.means)
    _give(purchase)
    purchase.paid_with, purchase.tax_minor = session.paid_with, session.tax_minor
    _note_buyer(purchase)
    _close(purchase, Status.PAID)
    trust.note_purchase(purchase)
    receipts.send(purchase)


def _pass_on(purchase: Purchase, session: Session) -> None:
    """Paid for a wallet that nobody can use: nothing is credited, and what was paid goes back."""
    if not purchase.amount_minor:
        _close(purchase, Status.FAILED, "The account was closed before.")
        return
    purchase.paid_at, purchase.tax_minor = clock.now(), session.tax_minor
    _close(purchase, Status.PAID)
    paid_too_late.send(Purchase, payment=purchase)
    purchase.refresh_from_db()


def _give(purchase: Purchase) -> None:
    """Its Connects. Where nothing was paid they are free: they pay debts, and may have to wait (PRODUCT 3, 4)."""
    wallet_id, total, reference = purchase.wallet_id, purchase.total_connects, purchase.reference
    if not purchase.amount_minor:
        connects.credit_free_purchase(wallet_id, total, reference=reference, cause=reference, actor=purchase.buyer)
        return
    connects.credit_purchase(
        wallet_id,
        total,
        reference=reference,
        cause=reference,
        paid_minor=purchase.amount_minor,
        paid_currency=purchase.currency,
        actor=purchase.buyer,
    )


def _close(purchase: Purchase, status: Status, failure: str = "") -> None:
    purchase.status, purchase.failure, purchase.look_at = status, failure[:300], None
    purchase.save()
    redemptions.settle(purchase)


def _close_given_back(purchase: Purchase) -> None:
    """An operator has given back at Stripe what was paid wrongly: there is nothing left to credit."""
    purchase.mismatch, purchase.refunded_minor = "", purchase.amount_minor
    why = gettext_noop("What was paid did not match what was sold. All of it was given back.")
    _close(purchase, Status.FAILED, why)
    StripeEvent.objects.settle(str(purchase.session_id))


def _note_buyer(purchase: Purchase) -> None:
    """A receipt says of its buyer what held when it was paid."""
    details = BillingDetails.objects.filter(wallet_id=purchase.wallet_id).first()
    if details is not None:
        purchase.billed_company, purchase.billed_tax_id = details.company, details.tax_id
        purchase.billed_address = details.address
