"""A payment by its PaymentIntent: whose it is, for news that names nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from billing.stripe_gateway.client import talking


@dataclass(frozen=True, slots=True)
class StripePayment:
    """`purchase` is our purchase's key, empty for other payments; `customer` whom Stripe keeps it under."""

    id: str
    purchase: str
    customer: str


def payment(payment_intent: str) -> StripePayment:
    """Ask Stripe what a payment was for. Raises NoSuchSession."""
    with talking() as client:
        facts: Mapping[str, Any] = client.v1.payment_intents.retrieve(payment_intent).to_dict()
    return StripePayment(
        id=facts["id"],
        purchase=str((facts["metadata"] or {}).get("purchase") or ""),
        customer=str(facts["customer"] or ""),
    )
