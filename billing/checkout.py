"""Starting a purchase: the row is committed first, Stripe is asked outside any transaction, its session is kept.

Whoever clicks twice, or again after a failure, comes back to the same checkout: one open one per wallet and package.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from accounts.models import User
from accounts.trust import standing
from billing import buyers, customers, fulfilment, quotes, redemptions, regions, stripe_gateway
from billing.buyers import Purse
from billing.errors import (
    AttemptSpoiled,
    CodeRefused,
    CodeTaken,
    CustomerGone,
    PackageGone,
    PaymentsUnavailable,
    PriceChanged,
)
from billing.models import Package, Purchase
from billing.quotes import Quote, Standing
from billing.reconciliation import FIRST_LOOK
from common import clock

# A row that never reached Stripe is started anew before its promise to Stripe would be refused as too short.
LAST_START = timedelta(minutes=35)
ATTEMPTS = 3


def start(
    buyer: User,
    *,
    package_id: int,
    agency: str = "",
    code: str = "",
    shown_minor: int | None = None,
    for_job: int | None = None,
) -> Purchase:
    """A purchase whose `session_url` takes the buyer to Stripe, or, found paid meanwhile, none.

    `agency` is the handle of the agency whose wallet it is for; `shown_minor` the price that the buyer agreed to.
    Raises NoWallet, PackageGone, CodeRefused, PriceChanged, NotAllowedNow, PaymentsUnavailable, PaymentsRefused.
    """
    purse = buyers.purse_of(buyer, agency)
    purchase = _open_despite_others(buyer, purse, package_id, code, shown_minor)
    if purchase.for_job != for_job:
        Purchase.objects.filter(pk=purchase.pk).update(for_job=for_job)
        purchase.for_job = for_job
    if purchase.is_paid or purchase.can_be_paid:
        return purchase
    return _reach_stripe(purchase)


def cancel(purchase: Purchase) -> Purchase:
    """Close an open checkout for good. One that was paid meanwhile is credited instead."""
    if purchase.session_id is None:
        return fulfilment.give_up(purchase.pk)
    stripe_gateway.expire(purchase.session_id)
    return fulfilment.fulfil(purchase.session_id) or purchase


def _open_despite_others(*wanted: Any) -> Purchase:
    """Another click may be quicker: it opens this checkout, takes the first purchase or the code's last use."""
    for _ in range(ATTEMPTS):
        try:
            return _open(*wanted)
        except (IntegrityError, CodeTaken):
            continue
    raise PaymentsUnavailable("Too many clicks at once.")


def _open(buyer: User, purse: Purse, package_id: int, code: str, shown_minor: int | None) -> Purchase:
    """The wallet's open purchase of this package at today's price, a new one where there is none."""
    who, offer = _offer(buyer, purse, package_id, code)
    in_the_way = redemptions.in_the_way(buyer, purse.wallet_id, code=offer.code, claims_first=offer.claims_first)
    # Looked for last: what another click of this person opened a moment ago is come back to, not closed.
    found = Purchase.objects.filter(wallet_id=purse.wallet_id, package=offer.package, status=Purchase.Status.OPEN)
    old = found.select_related("buyer", "redemption").first()
    if old is not None and _still_good(old, buyer, offer):
        return old
    closing = {each.pk: each for each in [*([old] if old else []), *in_the_way]}
    for each in closing.values():
        closed = cancel(each)
        if closed.is_paid:
            return closed
    if closing:
        who, offer = _offer(buyer, purse, package_id, code)
    if shown_minor is not None and shown_minor != offer.amount_minor:
        raise PriceChanged(f"Shown at {shown_minor}, now {offer.amount_minor}.")
    return _new(who, offer)


def _offer(buyer: User, purse: Purse, package_id: int, code: str) -> tuple[Standing, Quote]:
    who = quotes.standing(buyer, purse, code=code)
    shelf: list[Package] = regions.shelf_of(who.region, large=who.large)
    package = next((each for each in shelf if each.pk == package_id), None)
    if package is None:
        raise PackageGone(f"Package {package_id} is not on sale for this buyer.")
    offer = quotes.quote(who, package)
    if offer.refusal:
        raise CodeRefused(offer.refusal)
    return who, offer


def _still_good(purchase: Purchase, buyer: User, offer: Quote) -> bool:
    redemption = getattr(purchase, "redemption", None)
    promised = (
        purchase.buyer_id,
        purchase.list_minor,
        purchase.amount_minor,
        purchase.currency,
        purchase.discount_label,
        purchase.extra_connects,
        purchase.claims_first,
        redemption and redemption.code_id,
    )
    if promised != (
        buyer.pk,
        offer.list_minor,
        offer.amount_minor,
        offer.currency,
        offer.discount.kept if offer.discount else "",
        offer.extra_connects,
        offer.claims_first,
        offer.code and offer.code.pk,
    ):
        return False
    return purchase.can_be_paid or (
        not purchase.session_id and purchase.session_expires_at > clock.real_now() + LAST_START
    )


@transaction.atomic
def _new(who: Standing, offer: Quote) -> Purchase:
    """Write down what is promised. Raises CodeTaken when its last use went a moment ago,
    IntegrityError, NotAllowedNow."""
    # First of all that is held: closing the account waits, or came first.
    standing.check_there(who.buyer)
    if offer.code:
        redemptions.lock(offer.code)
        redemptions.check(offer.code, who)
    purchase = Purchase.objects.create(
        wallet_id=who.purse.wallet_id,
        buyer=who.buyer,
        package=offer.package,
        connects=offer.package.connects,
        extra_connects=offer.extra_connects,
        list_minor=offer.list_minor,
        discount_minor=offer.discount_minor,
        discount=offer.discount.kind if offer.discount else "",
        discount_label=offer.discount.kept if offer.discount else "",
        amount_minor=offer.amount_minor,
        currency=offer.currency,
        country=who.buyer.country,
        claims_first=offer.claims_first,
        look_at=clock.real_now() + FIRST_LOOK,
    )
    if offer.code:
        redemptions.reserve(offer.code, purchase)
    return purchase


def _reach_stripe(purchase: Purchase) -> Purchase:
    for _ in range(ATTEMPTS - 1):
        try:
            return _keep(purchase, _ask(purchase))
        except AttemptSpoiled as spoiled:
            if isinstance(spoiled, CustomerGone):
                customers.forget(purchase.wallet_id)
            _next_attempt(purchase)
    return _keep(purchase, _ask(purchase))


def _ask(purchase: Purchase) -> stripe_gateway.Session:
    language = purchase.buyer.language
    order = stripe_gateway.Order(
        key=purchase.key,
        number=purchase.number,
        name=f"{purchase.total_connects} Connects",
        description=f"Connects for proposals on {settings.SITE_NAME}",
        list_minor=purchase.list_minor,
        discount_minor=purchase.discount_minor,
        discount_label=purchase.discount_label,
        currency=purchase.currency,
        email=purchase.buyer.email,
        language=language,
        customer_id=customers.known(purchase.wallet_id),
        with_tax=settings.STRIPE_TAX,
        # Stripe fills in the placeholder, so it must not be percent-encoded.
        success_url=f"{settings.SITE_URL}{reverse('checkout_return')}?session_id={{CHECKOUT_SESSION_ID}}",
        cancel_url=f"{settings.SITE_URL}{reverse('buy_connects')}?left={purchase.pk}",
        expires_at=purchase.session_expires_at,
    )
    # Part of the key: whoever tries again in another language asks for another page, the same one never differs.
    return stripe_gateway.create_session(
        order, idempotency_key=f"purchase-{purchase.key}-{purchase.attempt}-{language}"
    )


def _keep(purchase: Purchase, session: stripe_gateway.Session) -> Purchase:
    fresh = Purchase.objects.filter(pk=purchase.pk, session_id=None, status=Purchase.Status.OPEN)
    fresh.update(session_id=session.id, session_url=session.url)
    purchase.refresh_from_db()
    if purchase.session_id != session.id:
        # Another click had begun a further attempt, or it was given up: only what the row knows may be paid.
        stripe_gateway.expire(session.id)
    if purchase.session_id is None:
        raise PaymentsUnavailable(f"Purchase {purchase.pk} was given up meanwhile.")
    return purchase


def _next_attempt(purchase: Purchase) -> None:
    Purchase.objects.filter(pk=purchase.pk, attempt=purchase.attempt).update(attempt=F("attempt") + 1)
    purchase.refresh_from_db()
