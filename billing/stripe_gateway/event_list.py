"""Stripe's own list of its events: everything of the last 30 days, whether a webhook brought it or not."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from billing.stripe_gateway.client import talking
from billing.stripe_gateway.webhooks import Event, told_event

# Stripe takes so many types in one question, and gives so many events in one answer.
_TYPES, _PAGE = 20, 100


def events_between(start: datetime, end: datetime, types: Collection[str]) -> list[Event]:
    """Events of these types created in [start, end), oldest first."""
    asked = sorted(types)
    some = [asked[first : first + _TYPES] for first in range(0, len(asked), _TYPES)]
    found = [payload for each in some for payload in _listed(start, end, each)]
    # Stripe lists the newest first, also within a second.
    found.reverse()
    return [told_event(payload) for payload in sorted(found, key=lambda payload: payload["created"])]


def _listed(start: datetime, end: datetime, types: Collection[str]) -> Iterator[dict[str, Any]]:
    params: Any = {
        "created": {"gte": int(start.timestamp()), "lt": int(end.timestamp())},
        "types": list(types),
        "limit": _PAGE,
    }
    with talking() as client:
        listed = client.v1.events.list(params)
        yield from [event.to_dict() for event in listed.auto_paging_iter()]
