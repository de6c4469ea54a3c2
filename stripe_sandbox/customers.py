"""Customers, as far as a one-time payment needs them."""

import time

from stripe_sandbox import ids
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.params import Hash, email, metadata, several, text
from stripe_sandbox.store import Store

ADDRESS = Hash(
    {name: text() for name in ("city", "country", "line1", "line2", "postal_code", "state")},
)
CREATE = Hash(
    {
        "address": ADDRESS,
        "description": text(),
        "email": email,
        "expand": several(text(), 20),
        "metadata": metadata,
        "name": text(256),
        "phone": text(20),
        "preferred_locales": several(text()),
    },
    unmodelled=(
        "balance business_name cash_balance individual_name invoice_prefix invoice_settings "
        "next_invoice_sequence "
        "payment_method shipping source tax tax_exempt tax_id_data test_clock validate"
    ),
)


def create(store: Store, params: Json, *, cause: Json) -> Json:
    address = params.get("address")
    customer: Json = {
        "id": ids.new("cus_", 14),
        "object": "customer",
        "address": address and {name: address.get(name) for name in ADDRESS.fields},
        "balance": 0,
        "created": int(time.time()),
        "currency": None,
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
    with store.transaction():
        store.put(customer)
        emit(store, "customer.created", customer, cause=cause)
    return customer
