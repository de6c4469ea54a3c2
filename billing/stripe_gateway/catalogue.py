"""Memberships in Stripe's catalogue: a product for each plan, a price for each amount, created where missing."""

from dataclasses import dataclass
from typing import Any

from billing.errors import AttemptSpoiled, NoSuchSession
from billing.stripe_gateway.client import talking

_PREFIX = "guildhall-"
_ATTEMPTS = 3


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
    """The id of this offer's price, found by its lookup key, made where there is none."""
    for attempt in range(1, _ATTEMPTS):
        try:
            return _found(offer) or _made(offer, attempt)
        except AttemptSpoiled:
            continue
    return _found(offer) or _made(offer, _ATTEMPTS)


def product_of(code: str) -> str:
    """The product's id names its plan, so that every line of an invoice does."""
    return f"{_PREFIX}{code}"


def plan_of(product: str) -> str:
    """The code of the plan that this product is; empty for a product that is none of ours."""
    return product.removeprefix(_PREFIX) if product.startswith(_PREFIX) else ""


def _found(offer: PlanOffer) -> str:
    with talking() as client:
        listed = client.v1.prices.list({"lookup_keys": [offer.lookup_key], "active": True, "limit": 1}).data
    return listed[0].id if listed else ""


def _made(offer: PlanOffer, attempt: int) -> str:
    # Should two attempts reach Stripe after all, it refuses the second: a lookup key is one price's.
    _ensure_product(offer, attempt)
    recurring: Any = {"interval": offer.interval}
    with talking() as client:
        made = client.v1.prices.create(
            {
                "product": product_of(offer.code),
                "currency": offer.currency.lower(),
                "unit_amount": offer.price_minor,
                "recurring": recurring,
                "lookup_key": offer.lookup_key,
                "nickname": f"{offer.name}, {offer.interval}",
                # The promised amount stays what is paid, whatever tax it contains.
                "tax_behavior": "inclusive",
            },
            {"idempotency_key": f"price-{offer.lookup_key}-{attempt}"},
        )
    return made.id


def _ensure_product(offer: PlanOffer, attempt: int) -> None:
    product = product_of(offer.code)
    try:
        with talking() as client:
            client.v1.products.retrieve(product)
    except NoSuchSession:
        with talking() as client:
            client.v1.products.create(
                {"id": product, "name": offer.name, "metadata": {"plan": offer.code}},
                {"idempotency_key": f"product-{product}-{attempt}"},
            )
