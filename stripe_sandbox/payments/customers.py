"""Customers: whom we invoice, by which means, and at which address."""

from typing import Any

from stripe_sandbox import clock, ids
from stripe_sandbox.calls import EXPAND, Call, Route, listing
from stripe_sandbox.errors import StripeError
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.params import (
    Field,
    Hash,
    clean,
    email,
    emptiable,
    merged,
    metadata,
    metadata_change,
    several,
    text,
)
from stripe_sandbox.store import Store

ADDRESS = Hash({name: emptiable(text()) for name in ("city", "country", "line1", "line2", "postal_code", "state")})
INVOICE_SETTINGS = Hash(
    {"default_payment_method": emptiable(text())}, unmodelled="custom_fields footer rendering_options"
)
FIELDS: dict[str, Field] = {
    "address": emptiable(ADDRESS),
    "business_name": emptiable(text(150)),
    "description": emptiable(text()),
    "email": emptiable(email),
    "individual_name": emptiable(text(150)),
    "name": emptiable(text(256)),
    "phone": emptiable(text(20)),
    "preferred_locales": several(text()),
}
UNMODELLED = "balance cash_balance invoice_prefix next_invoice_sequence shipping source tax tax_exempt validate"
CREATE = Hash(
    FIELDS | EXPAND | {"metadata": metadata},
    unmodelled=f"{UNMODELLED} invoice_settings payment_method tax_id_data test_clock",
)
UPDATE = Hash(
    FIELDS | EXPAND | {"invoice_settings": INVOICE_SETTINGS, "metadata": metadata_change},
    unmodelled=f"{UNMODELLED} default_source",
)


def new_customer(store: Store, params: Json) -> Json:
    customer: Json = {
        "id": ids.new("cus_", 14),
        "object": "customer",
        "address": _address(None, params.get("address")),
        "balance": 0,
        "created": clock.now(store),
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": params.get("description"),
        "discount": None,
        "email": params.get("email"),
        "invoice_prefix": ids.new("", 8).upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": params.get("metadata", {}),
        "name": params.get("name"),
        "next_invoice_sequence": 1,
        "phone": params.get("phone"),
        "preferred_locales": params.get("preferred_locales", []),
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }
    return customer | {name: params[name] for name in ("business_name", "individual_name") if params.get(name)}


def create(call: Call) -> Json:
    params = clean(CREATE, call.raw)
    customer = call.store.put(new_customer(call.store, params))
    emit(call.store, "customer.created", customer, cause=call.cause)
    return call.answer(customer, params)


def retrieve(call: Call) -> Json:
    params = clean(Hash(EXPAND), call.raw)
    gone = call.store.get(call.ids[0], "deleted_customer")
    return _deleted(call.ids[0]) if gone else call.answer(call.known("customer"), params)


def update(call: Call) -> Json:
    params = clean(UPDATE, call.raw)
    customer = call.known("customer")
    expand = {"expand": params.pop("expand", [])}
    change(call.store, customer, params, cause=call.cause)
    return call.answer(customer, expand)


def change(store: Store, customer: Json, params: Json, *, cause: Json | None = None) -> None:
    """Write these fields into the customer and tell of it."""
    before = dict(customer)
    changes: dict[str, Any] = dict(params)
    if "metadata" in params:
        changes["metadata"] = merged(customer["metadata"], params["metadata"])
    if "address" in params:
        changes["address"] = _address(customer["address"], params["address"])
    if "invoice_settings" in params:
        method = params["invoice_settings"].get("default_payment_method")
        _check_attached(store, customer, method)
        changes["invoice_settings"] = customer["invoice_settings"] | params["invoice_settings"]
    for name in ("business_name", "individual_name"):
        if changes.get(name, "") is None:
            customer.pop(name, None)
            del changes[name]
    customer |= changes
    emit(store, "customer.updated", store.put(customer), before=before, cause=cause)


def forget(store: Store, customer: Json, *, cause: Json | None = None) -> Json:
    """The customer is gone for good. What is left of it is that there was one."""
    store.forget(customer["id"])
    store.put(customer | {"object": "deleted_customer"})
    emit(store, "customer.deleted", customer, cause=cause)
    return _deleted(customer["id"])


def _deleted(identifier: str) -> Json:
    return {"id": identifier, "object": "customer", "deleted": True}


def _address(held: Json | None, given: Json | None) -> Json | None:
    if given is None:
        return None
    return {name: given.get(name, (held or {}).get(name)) for name in ADDRESS.fields}


def _check_attached(store: Store, customer: Json, method: str | None) -> None:
    attached = store.get(method, "payment_method") if method else None
    if method and (attached is None or attached["customer"] != customer["id"]):
        raise StripeError(
            f"The customer does not have a payment method with the ID {method}. The payment method must be attached "
            "to the customer.",
            code="resource_missing",
            param="invoice_settings[default_payment_method]",
        )


ROUTES: list[Route] = [
    ("POST", "/v1/customers", create),
    ("GET", "/v1/customers", listing("customer", "/v1/customers", {"email": text()}, unmodelled="test_clock")),
    ("GET", "/v1/customers/{}", retrieve),
    ("POST", "/v1/customers/{}", update),
]
