"""Purchases of the demo world's past, each at its buyer's prices: regions, first purchases, a sale, codes.

Stripe was never asked, so they carry ids that say so; the books are real.
"""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from accounts.models import User
from billing import buyers, quotes, regions
from billing.models import PromoCode, Purchase, Redemption, Sale
from billing.quotes import Quote, Standing
from common import clock
from connects import services as connects

# What buyers of the demo type, now and then. The first one works for whoever tries the demo, too.
CODES = (
    {"code": "WELCOME5", "connects": 5, "first_purchase_only": True},
    {"code": "GUILD20", "percent": 20, "limit_total": 40},
)
_PAID_WITH = {
    "EUR": ("Visa ending in 4242", "PayPal", "SEPA debit ending in 3201"),
    "GBP": ("Visa ending in 4242", "PayPal"),
    "INR": ("UPI", "Mastercard ending in 4444"),
    "JPY": ("Konbini", "JCB ending in 0505"),
}


def open_shop(begin: datetime) -> None:
    """A sale in the market's second month, and codes that hold to this day."""
    start = begin + timedelta(days=40)
    Sale.objects.create(name="Harvest sale", percent=15, starts_at=start, ends_at=start + timedelta(days=10))
    for terms in CODES:
        PromoCode.objects.create(starts_at=begin, **terms)


def buy(person: User, *, at_least: int, chance: Random, agency: str = "") -> None:
    """Buy a package that is enough, for oneself or an agency's pool; now and then with a code."""
    code = chance.choice(CODES)["code"] if chance.random() < 0.2 else ""
    pay(person, at_least=at_least, chance=chance, agency=agency, code=str(code))


@transaction.atomic
def pay(person: User, *, at_least: int, chance: Random, agency: str = "", code: str = "") -> None:
    """Buy one of the packages that are enough, as if it had been paid a moment ago."""
    who = quotes.standing(person, buyers.purse_of(person, agency), code=code)
    enough = [each for each in regions.shelf_of(who.region, large=who.large) if each.connects >= at_least]
    quote = quotes.quote(who, chance.choice(enough[:4]))
    purchase = _paid(who, quote, chance)
    if quote.code:
        Redemption.objects.create(
            code=quote.code, purchase=purchase, person=person, state=Redemption.State.USED, created_at=clock.now()
        )
    connects.bought(person, reference=purchase.reference, at=clock.now())
    connects.credit_purchase(
        purchase.wallet_id,
        purchase.total_connects,
        reference=purchase.reference,
        cause=purchase.reference,
        paid_minor=purchase.amount_minor,
        paid_currency=purchase.currency,
        actor=person,
    )


def _paid(who: Standing, quote: Quote, chance: Random) -> Purchase:
    now = clock.now()
    purchase = Purchase.objects.create(
        wallet_id=who.purse.wallet_id,
        buyer=who.buyer,
        package=quote.package,
        connects=quote.package.connects,
        extra_connects=quote.extra_connects,
        list_minor=quote.list_minor,
        discount_minor=quote.discount_minor,
        discount=quote.discount.kind if quote.discount else "",
        discount_label=quote.discount.kept if quote.discount else "",
        amount_minor=quote.amount_minor,
        currency=quote.currency,
        country=who.buyer.country,
        claims_first=quote.claims_first,
        status=Purchase.Status.PAID,
        created_at=now,
        paid_at=now,
        session_expires_at=now + timedelta(hours=1),
        paid_with=chance.choice(_PAID_WITH.get(quote.currency, ("Visa ending in 4242", "PayPal"))),
    )
    ids = {"session_id": f"cs_demo_{purchase.pk}", "payment_intent": f"pi_demo_{purchase.pk}"}
    Purchase.objects.filter(pk=purchase.pk).update(**ids)
    return purchase
