"""Starting a purchase: the row is committed first, Stripe is asked outside any transaction, its session is kept.

Whoever clicks twice, or again after a failure, comes back to the same checkout: one open one per wallet and package.
"""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from accounts.models import User
from billing import fulfilment, stripe_gateway
from billing.errors import AttemptSpoiled, PackageGone
from billing.models import Package, Purchase
from billing.reconciliation import FIRST_LOOK
from common import clock
from connects import services as connects

# A row that never reached Stripe is started anew before its promise to Stripe would be refused as too short.
LAST_START = timedelta(minutes=35)
ATTEMPTS = 3


def start(buyer: User, *, package_id: int, for_job: int | None = None) -> Purchase:
    """A purchase whose `session_url` takes the buyer to Stripe, or, found paid meanwhile, none.

    Raises NoWallet, PackageGone, PaymentsUnavailable, PaymentsRefused.
    """
    package = Package.objects.filter(pk=package_id, active=True).select_related("region").first()
    if package is None:
        raise PackageGone(f"Package {package_id} is not on sale.")
    wallet = connects.wallet_of(buyer)
    purchase = _open(wallet.pk, buyer, package, for_job)
    if purchase.is_paid or purchase.can_be_paid:
        return purchase
    return _reach_stripe(purchase)


def cancel(purchase: Purchase) -> Purchase:
    """Close an open checkout for good. One that was paid meanwhile is credited instead."""
    if purchase.session_id is None:
        return fulfilment.give_up(purchase.pk)
    stripe_gateway.expire(purchase.session_id)
    return fulfilment.fulfil(purchase.session_id) or purchase


def _open(wallet_id: int, buyer: User, package: Package, for_job: int | None) -> Purchase:
    """The wallet's open purchase of this package at today's price, a new one where there is none."""
    found = Purchase.objects.filter(wallet_id=wallet_id, package=package, status=Purchase.Status.OPEN).first()
    if found and not _still_good(found, package):
        found = cancel(found)
        if found.is_paid:
            return found
        found = None
    if found is None:
        found = _new(wallet_id, buyer, package, for_job)
    if found.for_job != for_job:
        Purchase.objects.filter(pk=found.pk).update(for_job=for_job)
        found.for_job = for_job
    return found


def _still_good(purchase: Purchase, package: Package) -> bool:
    if (purchase.amount_minor, purchase.currency) != (package.price_minor, package.currency):
        return False
    return purchase.can_be_paid or (
        not purchase.session_id and purchase.session_expires_at > clock.real_now() + LAST_START
    )


def _new(wallet_id: int, buyer: User, package: Package, for_job: int | None) -> Purchase:
    try:
        with transaction.atomic():
            return Purchase.objects.create(
                wallet_id=wallet_id,
                buyer=buyer,
                package=package,
                connects=package.connects,
                list_minor=package.price_minor,
                amount_minor=package.price_minor,
                currency=package.currency,
                country=buyer.country,
                for_job=for_job,
                look_at=clock.real_now() + FIRST_LOOK,
            )
    except IntegrityError:
        # The other click was quicker.
        return Purchase.objects.get(wallet_id=wallet_id, package=package, status=Purchase.Status.OPEN)


def _reach_stripe(purchase: Purchase) -> Purchase:
    for _ in range(ATTEMPTS - 1):
        try:
            return _keep(purchase, _ask(purchase))
        except AttemptSpoiled:
            _next_attempt(purchase)
    return _keep(purchase, _ask(purchase))


def _ask(purchase: Purchase) -> stripe_gateway.Session:
    order = stripe_gateway.Order(
        key=purchase.key,
        number=purchase.number,
        name=f"{purchase.connects} Connects",
        description=f"Connects for proposals on {settings.SITE_NAME}",
        amount_minor=purchase.amount_minor,
        currency=purchase.currency,
        email=purchase.buyer.email,
        # Stripe fills in the placeholder, so it must not be percent-encoded.
        success_url=f"{settings.SITE_URL}{reverse('checkout_return')}?session_id={{CHECKOUT_SESSION_ID}}",
        cancel_url=f"{settings.SITE_URL}{reverse('buy_connects')}?left={purchase.pk}",
        expires_at=purchase.session_expires_at,
    )
    return stripe_gateway.create_session(order, idempotency_key=f"purchase-{purchase.key}-{purchase.attempt}")


def _keep(purchase: Purchase, session: stripe_gateway.Session) -> Purchase:
    Purchase.objects.filter(pk=purchase.pk, session_id=None).update(session_id=session.id, session_url=session.url)
    purchase.refresh_from_db()
    if purchase.session_id != session.id:
        # Another click had begun a further attempt: only the one that the row knows may be paid.
        stripe_gateway.expire(session.id)
    return purchase


def _next_attempt(purchase: Purchase) -> None:
    Purchase.objects.filter(pk=purchase.pk, attempt=purchase.attempt).update(attempt=F("attempt") + 1)
    purchase.refresh_from_db()
