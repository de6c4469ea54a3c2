"""The clock of the local Stripe of a demo. The real one has none that we may move."""

from datetime import datetime
from typing import Any

import requests
from django.conf import settings

from billing.errors import PaymentsUnavailable
from billing.stripe_gateway.client import outside_any_transaction
from billing.stripe_gateway.subscriptions import instant

_PATIENCE = (5, 60)


def has_a_clock() -> bool:
    return bool(settings.DEMO and settings.STRIPE_API_BASE)


def move_clock(to: datetime) -> None:
    """Let it be as late there; what is due by then happens in order. Never moves back."""
    outside_any_transaction()
    _asked("POST", json={"now": int(to.timestamp())})


def next_on_clock() -> datetime | None:
    """When it has the next thing to do."""
    return instant(_asked("GET")["next"])


def _asked(method: str, **said: Any) -> dict[str, Any]:
    try:
        answer = requests.request(method, f"{settings.STRIPE_API_BASE}/__control/clock", timeout=_PATIENCE, **said)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as silent:
        raise PaymentsUnavailable(f"The local Stripe's clock: {silent}") from silent
    result: dict[str, Any] = told.get("result", told)
    return result
