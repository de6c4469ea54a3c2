"""Every change is an event: kept for `GET /v1/events` and queued for the webhook in the same transaction."""

import copy
import time

from stripe_sandbox import ids
from stripe_sandbox.config import API_VERSION
from stripe_sandbox.messages import Json
from stripe_sandbox.store import Store


def emit(store: Store, kind: str, subject: Json, *, before: Json | None = None, cause: Json | None = None) -> Json:
    """Record `kind` about `subject` as it is now and queue it. `cause` is the API request behind it.

    `before` is the subject as it was: an `updated` event tells the earlier values of what has changed.
    """
    data: Json = {"object": copy.deepcopy(subject)}
    if before is not None:
        data["previous_attributes"] = _changed(before, subject)
    event: Json = {
        "id": ids.new("evt_"),
        "object": "event",
        "api_version": API_VERSION,
        "created": int(time.time()),
        "data": data,
        "livemode": False,
        "pending_webhooks": 1,
        "request": cause or {"id": None, "idempotency_key": None},
        "type": kind,
    }
    store.put(event)
    queue(store, event["id"])
    return event


def queue(store: Store, event: str, *, after: float = 0.0) -> None:
    store.change("INSERT INTO delivery (event, due_at) VALUES (?, ?)", (event, time.time() + after))


def _changed(before: Json, now: Json) -> Json:
    return {name: copy.deepcopy(value) for name, value in before.items() if name in now and now[name] != value}
