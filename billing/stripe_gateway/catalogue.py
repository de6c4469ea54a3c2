"""Memberships in Stripe's catalogue: a product for each plan, a price for each amount, created where missing."""

from dataclasses import dataclass
from typing import Any

import stripe

from billing.errors import NoSuchSession
from billing.stripe_gateway.client import talking

_PREFIX = "guildhall-"


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """A plan at a price in minor units, a month or a year."""

    code: str
    name: str
    interval: str
    currency: str
    price_minor: int

    @property
    def lookup_key(self) -> str:
        # A price at Stripe never changes its amount, so another amount is another price.
        return f"{product_of(self.code)}-{self.interval}-{self.currency.lower()}-{self.price_minor}"


def price_of(offer: PlanOffer) -> str:
    """The id of this offer's price, found by its lookup key."""
    with talking() as client:
        found = client.v1.prices.list({"lookup_keys": [offer.lookup_key], "active": True, "limit": 1}).data
        if found:
            return found[0].id
        _ensure_product(client, offer)
        made = client.v1.prices.create(
            {
                "product": product_of(offer.code),
                "currency": offer.currency.lower(),
                "unit_amount": offer.price_minor,
                "recurring": _recurring(offer.interval),
                "lookup_key": offer.lookup_key,
                "nickname": f"{offer.name}, {offer.interval}",
                # The promised amount stays what is paid, whatever tax it contains.
                "tax_behavior": "inclusive",
            },
            {"idempotency_key": f"price-{offer.lookup_key}"},
        )
    return made.id


def product_of(code: str) -> str:
    """The product's id names its plan, so that every line of an invoice does."""
    return f"{_PREFIX}{code}"


def plan_of(product: str) -> str:
    """The code of the plan that this product is; empty for a product that is none of ours."""
    return product.removeprefix(_PREFIX) if product.startswith(_PREFIX) else ""


def _ensure_product(client: stripe.StripeClient, offer: PlanOffer) -> None:
    try:
        with talking():
            client.v1.products.retrieve(product_of(offer.code))
    except NoSuchSession:
        client.v1.products.create(
            {"id": product_of(offer.code), "name": offer.name, "metadata": {"plan": offer.code}},
            {"idempotency_key": f"product-{product_of(offer.code)}"},
        )


def _recurring(interval: str) -> Any:
    return {"interval": interval}
