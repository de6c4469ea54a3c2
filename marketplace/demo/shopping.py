"""Purchases of the demo world's past. Stripe was never asked, so they carry ids that say so; the books are real."""

from datetime import timedelta
from random import Random

from django.db import transaction

from accounts.models import User
from billing.models import Package, Purchase
from common import clock
from connects import services as connects


@transaction.atomic
def buy(person: User, *, at_least: int, chance: Random) -> None:
    """Buy a package that is enough, as if it had been paid by card a moment ago."""
    enough = [
        package
        for package in Package.objects.filter(active=True, large=False, region__countries=[]).select_related("region")
        if package.connects >= at_least
    ]
    package = chance.choice(enough[:4])
    wallet = connects.wallet_of(person)
    now = clock.now()
    purchase = Purchase.objects.create(
        wallet_id=wallet.pk,
        buyer=person,
        package=package,
        connects=package.connects,
        list_minor=package.price_minor,
        amount_minor=package.price_minor,
        currency=package.currency,
        status=Purchase.Status.PAID,
        created_at=now,
        paid_at=now,
        session_expires_at=now + timedelta(hours=1),
        paid_with="Visa ending in 4242",
    )
    Purchase.objects.filter(pk=purchase.pk).update(
        session_id=f"cs_demo_{purchase.pk}", payment_intent=f"pi_demo_{purchase.pk}"
    )
    connects.credit_purchase(
        wallet.pk,
        package.connects,
        reference=purchase.reference,
        cause=purchase.reference,
        paid_minor=package.price_minor,
        paid_currency=package.currency,
        actor=person,
    )
