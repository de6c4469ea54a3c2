"""What Stripe sends by itself: signed events."""

import json
from dataclasses import dataclass
from typing import Any

import stripe
from django.conf import settings

from billing.errors import BadSignature


@dataclass(frozen=True, slots=True)
class Event:
    """A webhook event whose signature was good. `subject` is the id of what it is about."""

    id: str
    type: str
    live: bool
    subject: str
    payload: dict[str, Any]


def read_event(body: bytes, signature: str) -> Event:
    """The event of a webhook's raw body. Raises BadSignature unless one of our secrets signed it lately."""
    if not any(_signed(body, signature, secret) for secret in settings.STRIPE_WEBHOOK_SECRETS):
        raise BadSignature("The signature fits none of our secrets, or is too old.")
    try:
        return told_event(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError) as unreadable:
        raise BadSignature(f"Signed, but not an event: {unreadable!r}") from None


def told_event(payload: dict[str, Any]) -> Event:
    """An event's body in our words, however it came."""
    return Event(
        id=str(payload["id"]),
        type=str(payload["type"]),
        live=bool(payload["livemode"]),
        subject=str(payload["data"]["object"].get("id") or ""),
        payload=payload,
    )


def _signed(body: bytes, signature: str, secret: str) -> bool:
    try:
        return bool(stripe.WebhookSignature.verify_header(body, signature, secret, stripe.Webhook.DEFAULT_TOLERANCE))
    # A body or a header that is no plain text ends in one of the latter two.
    except (stripe.SignatureVerificationError, ValueError, TypeError):
        return False
