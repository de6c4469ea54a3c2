"""Refunds: asked for, looked up, and found again by our own key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import stripe

from billing.stripe_gateway.client import talking

# How many a payment may have that one of ours must be found among.
_MOST = 100


@dataclass(frozen=True, slots=True)
class StripeRefund:
    """A refund as Stripe tells it now. `key` is our row's own key, empty for one made in Stripe's dashboard."""

    id: str
    status: str
    amount_minor: int
    currency: str
    payment_intent: str
    key: str
    failure: str
    why: str


def create_refund(
    payment_intent: str, amount_minor: int, *, key: str, number: str, idempotency_key: str
) -> StripeRefund:
    """Give so much of a payment back. The same key gives the same refund, however often it is asked for."""
    params: Any = {
        "payment_intent": payment_intent,
        "amount": amount_minor,
        "reason": "requested_by_customer",
        "metadata": {"refund": key, "number": number},
    }
    with talking() as client:
        return _refund(client.v1.refunds.create(params, {"idempotency_key": idempotency_key}))


def refund(refund_id: str) -> StripeRefund:
    """Ask Stripe how a refund stands. Raises NoSuchSession."""
    with talking() as client:
        return _refund(client.v1.refunds.retrieve(refund_id))


def refunds_of(payment_intent: str) -> list[StripeRefund]:
    """Every refund of a payment, oldest first."""
    with talking() as client:
        listed = client.v1.refunds.list({"payment_intent": payment_intent, "limit": _MOST})
        return [_refund(each) for each in reversed(list(listed.auto_paging_iter()))]


def _refund(told: stripe.Refund) -> StripeRefund:
    facts: Mapping[str, Any] = told.to_dict()
    return StripeRefund(
        id=facts["id"],
        status=facts["status"] or "",
        amount_minor=facts["amount"],
        currency=facts["currency"].upper(),
        payment_intent=str(facts["payment_intent"] or ""),
        key=str((facts["metadata"] or {}).get("refund") or ""),
        failure=str(facts.get("failure_reason") or "").replace("_", " "),
        why=str(facts["reason"] or "").replace("_", " "),
    )
