"""One talk with Stripe: who speaks, how long we wait, and what its errors are in our words."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import stripe
from django.conf import settings
from django.db import connection

from billing.errors import (
    AttemptSpoiled,
    CustomerGone,
    NoSuchSession,
    PaymentDeclined,
    PaymentsRefused,
    PaymentsUnavailable,
)

# Seconds to connect and to answer. A person waits for this, so one retry and no more.
_PATIENCE = (3.05, 10)
_RETRIES = 1


def is_live() -> bool:
    """Whether real money moves."""
    return settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))


def is_set_up() -> bool:
    """Whether there is a Stripe to talk to: a key, or a demo's sandbox."""
    return bool(settings.STRIPE_SECRET_KEY or (settings.DEMO and settings.STRIPE_API_BASE))


@contextmanager
def talking() -> Iterator[stripe.StripeClient]:
    outside_any_transaction()
    try:
        yield _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE if settings.DEMO else "")
    except stripe.IdempotencyError as spoiled:
        raise AttemptSpoiled(str(spoiled)) from spoiled
    except stripe.CardError as declined:
        raise PaymentDeclined(declined.user_message or str(declined)) from declined
    except stripe.InvalidRequestError as refused:
        if refused.http_status == 404:
            raise NoSuchSession(str(refused)) from refused
        if refused.code == "resource_missing" and refused.param == "customer":
            raise CustomerGone(str(refused)) from refused
        raise PaymentsRefused(str(refused)) from refused
    except (stripe.APIConnectionError, stripe.RateLimitError) as silent:
        raise PaymentsUnavailable(str(silent)) from silent
    except stripe.APIError as failed:
        if (failed.headers or {}).get("idempotent-replayed") == "true":
            raise AttemptSpoiled(str(failed)) from failed
        raise PaymentsUnavailable(str(failed)) from failed
    except stripe.StripeError as refused:
        raise PaymentsRefused(str(refused)) from refused


def outside_any_transaction() -> None:
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
