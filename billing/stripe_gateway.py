"""The only door to Stripe. Takes and gives our own dataclasses; raises the errors of billing.errors.

No call is made inside a transaction: a lock held while Stripe thinks would stop everybody else.
"""

import functools
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import stripe
from django.conf import settings
from django.db import connection

from billing.errors import (
    AttemptSpoiled,
    BadSignature,
    NoSuchSession,
    PaymentsRefused,
    PaymentsUnavailable,
)

# Seconds to connect and to answer. A person waits for this, so one retry and no more.
_PATIENCE = (3.05, 10)
_RETRIES = 1
_EXPAND = ["payment_intent.latest_charge"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be paid for, as Stripe's page shows it. `key` and `number` come back with every session."""

    key: str
    number: str
    name: str
    description: str
    amount_minor: int
    currency: str
    email: str
    success_url: str
    cancel_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A Checkout Session as Stripe tells it now. `payment` is the PaymentIntent's state, empty while there is none."""

    id: str
    url: str
    status: str
    payment_status: str
    payment: str
    payment_intent: str
    failure: str
    paid_with: str
    key: str
    number: str
    mode: str
    live: bool
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Event:
    """A webhook event whose signature was good. `subject` is the id of what it is about."""

    id: str
    type: str
    live: bool
    subject: str
    payload: dict[str, Any]


def create_session(order: Order, *, idempotency_key: str) -> Session:
    """Open a checkout. The same key gives the same session, however often it is asked for."""
    params: Any = {
        "mode": "payment",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": order.currency.lower(),
                    "unit_amount": order.amount_minor,
                    "product_data": {"name": order.name, "description": order.description},
                },
            }
        ],
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
        "client_reference_id": order.number,
        "customer_email": order.email,
        "metadata": {"purchase": order.key},
        # Copied, so that refunds and disputes of the payment name the purchase too.
        "payment_intent_data": {"description": f"{order.name}, {order.number}", "metadata": {"purchase": order.key}},
        "expires_at": int(order.expires_at.timestamp()),
        "submit_type": "pay",
        # The page promised this amount in this currency.
        "adaptive_pricing": {"enabled": False},
    }
    with _stripe() as client:
        made = client.v1.checkout.sessions.create(params, {"idempotency_key": idempotency_key})
    return _session(made)


def session(session_id: str) -> Session:
    """Ask Stripe how a checkout stands. Raises NoSuchSession."""
    with _stripe() as client:
        found = client.v1.checkout.sessions.retrieve(session_id, {"expand": _EXPAND})
    return _session(found)


def expire(session_id: str) -> None:
    """Close a checkout so that nobody can pay it any more. One that is no longer open stays as it is."""
    try:
        with _stripe() as client:
            client.v1.checkout.sessions.expire(session_id, {}, {"idempotency_key": f"expire-{session_id}"})
    except PaymentsRefused:
        # Paid or expired meanwhile; whoever asks next learns which.
        return


def is_live() -> bool:
    """Whether real money moves."""
    return settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))


def read_event(body: bytes, signature: str) -> Event:
    """The event of a webhook's raw body. Raises BadSignature unless one of our secrets signed it lately."""
    if not any(_signed(body, signature, secret) for secret in settings.STRIPE_WEBHOOK_SECRETS):
        raise BadSignature("The signature fits none of our secrets, or is too old.")
    try:
        payload = json.loads(body)
        subject = payload["data"]["object"]
        return Event(
            id=str(payload["id"]),
            type=str(payload["type"]),
            live=bool(payload["livemode"]),
            subject=str(subject.get("id") or ""),
            payload=payload,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as unreadable:
        raise BadSignature(f"Signed, but not an event: {unreadable!r}") from None


def _signed(body: bytes, signature: str, secret: str) -> bool:
    try:
        return bool(stripe.WebhookSignature.verify_header(body, signature, secret, stripe.Webhook.DEFAULT_TOLERANCE))
    # A body or a header that is no plain text ends in one of the latter two.
    except (stripe.SignatureVerificationError, ValueError, TypeError):
        return False


@contextmanager
def _stripe() -> Iterator[stripe.StripeClient]:
    _outside_any_transaction()
    try:
        yield _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE if settings.DEMO else "")
    except stripe.IdempotencyError as spoiled:
        raise AttemptSpoiled(str(spoiled)) from spoiled
    except stripe.InvalidRequestError as refused:
        if refused.http_status == 404:
            raise NoSuchSession(str(refused)) from refused
        raise PaymentsRefused(str(refused)) from refused
    except (stripe.APIConnectionError, stripe.RateLimitError) as silent:
        raise PaymentsUnavailable(str(silent)) from silent
    except stripe.APIError as failed:
        if (failed.headers or {}).get("idempotent-replayed") == "true":
            raise AttemptSpoiled(str(failed)) from failed
        raise PaymentsUnavailable(str(failed)) from failed
    except stripe.StripeError as refused:
        raise PaymentsRefused(str(refused)) from refused


def _outside_any_transaction() -> None:
    # A test case's own transaction is not ours, as in Django's durable blocks.
    blocks = connection.atomic_blocks
    if blocks and not getattr(blocks[-1], "_from_testcase", False):
        raise RuntimeError("Stripe is called outside transactions, so that no lock waits for it.")


@functools.cache
def _client(secret_key: str, api_base: str) -> stripe.StripeClient:
    if not secret_key and not api_base:
        raise PaymentsRefused("No Stripe key: set STRIPE_SECRET_KEY.")
    addresses: Any = {"api": api_base} if api_base else {}
    return stripe.StripeClient(
        # The local sandbox takes any test key.
        secret_key or "sk_test_sandbox",
        base_addresses=addresses,
        http_client=stripe.RequestsClient(timeout=_PATIENCE),
        max_network_retries=_RETRIES,
    )


def _session(told: stripe.checkout.Session) -> Session:
    facts: Mapping[str, Any] = told.to_dict()
    intent = facts["payment_intent"]
    expanded: Mapping[str, Any] = intent if isinstance(intent, dict) else {}
    charge = expanded.get("latest_charge")
    return Session(
        id=facts["id"],
        url=facts["url"] or "",
        status=facts["status"] or "",
        payment_status=facts["payment_status"],
        payment=str(expanded.get("status") or ""),
        payment_intent=str(expanded.get("id") or intent or ""),
        failure=str((expanded.get("last_payment_error") or {}).get("message") or ""),
        paid_with=_paid_with(charge) if isinstance(charge, dict) else "",
        key=str((facts["metadata"] or {}).get("purchase") or ""),
        number=facts["client_reference_id"] or "",
        mode=facts["mode"],
        live=facts["livemode"],
        amount_minor=facts["amount_total"] or 0,
        currency=(facts["currency"] or "").upper(),
    )


def _paid_with(charge: Mapping[str, Any]) -> str:
    """Words for the receipt: "Visa ending in 4242", "US bank account ending in 6789"."""
    details = charge["payment_method_details"] or {}
    kind = details.get("type", "")
    means = details.get(kind) or {}
    name = (means.get("brand") or kind).replace("_", " ").strip().capitalize().replace("Us bank", "US bank")
    return f"{name} ending in {means['last4']}" if means.get("last4") else name
