"""The endpoints that the site calls: what each takes, what it does, what it answers."""

import json
from dataclasses import dataclass
from typing import Any

from stripe_sandbox import checkout, customers, refunds, session_params
from stripe_sandbox.config import Config
from stripe_sandbox.errors import StripeError, no_such
from stripe_sandbox.expand import expand, line_items
from stripe_sandbox.listing import PAGING, created_range, page
from stripe_sandbox.messages import Json
from stripe_sandbox.params import Hash, clean, several, text
from stripe_sandbox.session_objects import new_line_item, new_session
from stripe_sandbox.store import Store

EXPAND_ONLY = Hash({"expand": several(text(), 20)})


@dataclass(frozen=True)
class Call:
    """One API request, already authenticated: `ids` come from the path, `raw` from the body or the query."""

    store: Store
    config: Config
    ids: tuple[str, ...]
    raw: dict[str, Any]
    cause: Json


def create_session(call: Call) -> Json:
    params = clean(session_params.CREATE, call.raw)
    session_params.check_together(params)
    if "customer" in params and call.store.get(params["customer"], "customer") is None:
        raise no_such("customer", params["customer"], "customer")
    session = call.store.put(new_session(params, call.config.public_url))
    call.store.add_line_items(session["id"], [new_line_item(item) for item in params["line_items"]])
    details = params.get("payment_intent_data", {})
    call.store.set(f"payment_intent_data:{session['id']}", json.dumps(details))
    return expand(call.store, session, params.get("expand", []))


def retrieve_session(call: Call) -> Json:
    return _retrieve(call, "checkout.session", "session")


def list_sessions(call: Call) -> Json:
    fields = PAGING | {
        "created": created_range,
        "customer": text(),
        "payment_intent": text(),
        "status": text(),
    }
    params = clean(Hash(fields, unmodelled="customer_account customer_details payment_link subscription"), call.raw)
    equal = {name: params.get(name) for name in ("customer", "payment_intent", "status")}
    found = page(call.store, "checkout.session", "/v1/checkout/sessions", params, **equal)
    return expand(call.store, found, params.get("expand", []))


def expire_session(call: Call) -> Json:
    params = clean(EXPAND_ONLY, call.raw)
    session = _known(call, "checkout.session", "session")
    try:
        expired = checkout.expire(call.store, session["id"], cause=call.cause)
    except checkout.NotOpen as state:
        raise StripeError(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has '
            "a status of "
            f"`{state}`."
        ) from None
    return expand(call.store, expired, params.get("expand", []))


def list_line_items(call: Call) -> Json:
    clean(Hash(PAGING), call.raw)
    return line_items(call.store, _known(call, "checkout.session", "session")["id"])


def retrieve_payment_intent(call: Call) -> Json:
    return _retrieve(call, "payment_intent", "intent")


def retrieve_charge(call: Call) -> Json:
    return _retrieve(call, "charge", "id")


def create_refund(call: Call) -> Json:
    params = clean(refunds.CREATE, call.raw)
    return expand(call.store, refunds.create(call.store, params, cause=call.cause), params.get("expand", []))


def retrieve_refund(call: Call) -> Json:
    return _retrieve(call, "refund", "id")


def list_refunds(call: Call) -> Json:
    params = clean(Hash(PAGING | {"charge": text(), "payment_intent": text(), "created": created_range}), call.raw)
    equal = {name: params.get(name) for name in ("charge", "payment_intent")}
    return page(call.store, "refund", "/v1/refunds", params, **equal)


def create_customer(call: Call) -> Json:
    return customers.create(call.store, clean(customers.CREATE, call.raw), cause=call.cause)


def retrieve_customer(call: Call) -> Json:
    return _retrieve(call, "customer", "id")


def retrieve_event(call: Call) -> Json:
    return _retrieve(call, "event", "id")


def list_events(call: Call) -> Json:
    fields = PAGING | {"created": created_range, "type": text(), "types": several(text(), 20)}
    params = clean(Hash(fields, unmodelled="delivery_success"), call.raw)
    if "type" in params and "types" in params:
        raise StripeError("You may only specify one of these parameters: type, types.", param="type")
    return page(call.store, "event", "/v1/events", params, type=params.get("type"))


def _known(call: Call, kind: str, param: str) -> Json:
    found = call.store.get(call.ids[0], kind)
    if found is None:
        raise no_such(kind, call.ids[0], param)
    return found


def _retrieve(call: Call, kind: str, param: str) -> Json:
    params = clean(EXPAND_ONLY, call.raw)
    return expand(call.store, _known(call, kind, param), params.get("expand", []))
