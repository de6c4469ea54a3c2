"""Checkout Sessions in subscription mode: the page on which a membership is paid for the first time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import stripe
from django.conf import settings

from billing.stripe_gateway.client import talking
from billing.stripe_gateway.locales import page_locale


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A membership to be begun. `key` comes back with the session, the subscription and every invoice of it."""

    key: str
    number: str
    description: str
    language: str
    customer: str
    price: str
    success_url: str
    cancel_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class MembershipSession:
    """How a membership's checkout stands. `subscription` is empty until it is complete."""

    id: str
    url: str
    status: str
    payment_status: str
    subscription: str
    customer: str
    key: str
    number: str
    mode: str
    live: bool
    amount_minor: int
    currency: str


def create_membership_session(enrolment: Enrolment, *, idempotency_key: str) -> MembershipSession:
    """Open a checkout. The same key gives the same session, however often it is asked for."""
    params: Any = {
        "mode": "subscription",
        "customer": enrolment.customer,
        "line_items": [{"price": enrolment.price, "quantity": 1}],
        "success_url": enrolment.success_url,
        "cancel_url": enrolment.cancel_url,
        "client_reference_id": enrolment.number,
        "metadata": {"membership": enrolment.key},
        # A session's metadata stays with the session; renewals name the membership by the subscription's.
        "subscription_data": {"description": enrolment.description, "metadata": {"membership": enrolment.key}},
        "expires_at": int(enrolment.expires_at.timestamp()),
        "adaptive_pricing": {"enabled": False},
        "locale": page_locale(enrolment.language),
    }
    if settings.STRIPE_TAX:
        params |= {"automatic_tax": {"enabled": True}, "customer_update": {"address": "auto", "name": "auto"}}
    with talking() as client:
        made = client.v1.checkout.sessions.create(params, {"idempotency_key": idempotency_key})
    return _session(made)


def membership_session(session_id: str) -> MembershipSession:
    """Ask Stripe how a membership's checkout stands. Raises NoSuchSession."""
    with talking() as client:
        found = client.v1.checkout.sessions.retrieve(session_id)
    return _session(found)


def _session(told: stripe.checkout.Session) -> MembershipSession:
    facts: Mapping[str, Any] = told.to_dict()
    return MembershipSession(
        id=facts["id"],
        url=facts["url"] or "",
        status=facts["status"] or "",
        payment_status=facts["payment_status"],
        subscription=_id(facts["subscription"]),
        customer=_id(facts["customer"]),
        key=str((facts["metadata"] or {}).get("membership") or ""),
        number=facts["client_reference_id"] or "",
        mode=facts["mode"],
        live=facts["livemode"],
        amount_minor=facts["amount_total"] or 0,
        currency=(facts["currency"] or "").upper(),
    )


def _id(found: Any) -> str:
    return str(found["id"] if isinstance(found, Mapping) else found or "")
