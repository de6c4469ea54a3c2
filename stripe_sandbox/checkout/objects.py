"""The shape of a Checkout Session and of its line items, as this version of the API returns them."""

import time

from stripe_sandbox import ids
from stripe_sandbox.checkout.params import A_DAY
from stripe_sandbox.messages import Json
from stripe_sandbox.payments import methods


def new_session(params: Json, currency: str, public_url: str) -> Json:
    """A session before its lines are priced: its amounts and its discount come from `totals`."""
    identifier = ids.new("cs_test_", 58)
    now = int(time.time())
    taxed = params.get("automatic_tax", {}).get("enabled", False)
    return {
        "id": identifier,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": params.get("adaptive_pricing", {}).get("enabled", True)},
        "after_expiration": None,
        "allow_promotion_codes": params.get("allow_promotion_codes"),
        "allowed_payment_method_types": None,
        "amount_subtotal": 0,
        "amount_total": 0,
        "automatic_tax": {
            "enabled": taxed,
            "liability": {"type": "self"} if taxed else None,
            "provider": "stripe" if taxed else None,
            "status": "requires_location_inputs" if taxed else None,
        },
        "billing_address_collection": params.get("billing_address_collection"),
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": now,
        "currency": currency,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "customer": params.get("customer"),
        "customer_account": None,
        "customer_creation": _customer_creation(params),
        "customer_details": customer_details(params.get("customer_email")) if "customer_email" in params else None,
        "customer_email": params.get("customer_email"),
        "discounts": [],
        "expires_at": params.get("expires_at", now + A_DAY),
        "integration_identifier": None,
        "invoice": None,
        "invoice_creation": None,
        "livemode": False,
        "locale": params.get("locale"),
        "managed_payments": {"enabled": False},
        "metadata": params.get("metadata", {}),
        "mode": params["mode"],
        "origin_context": None,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": _collection(params),
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": methods.offered(currency, params["mode"]),
        "payment_status": "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": params.get("submit_type"),
        "subscription": None,
        "success_url": params["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{public_url}/c/pay/{identifier}",
        "wallet_options": None,
    }


def customer_details(email: str | None, name: str | None = None, country: str | None = None) -> Json:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {
        "address": address | {"country": country} if country else None,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": name,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


def new_line_item(item: Json, price: Json, name: str) -> Json:
    amount = price["unit_amount"] * item["quantity"]
    return {
        "id": ids.new("li_"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price["currency"],
        "description": name,
        "metadata": item.get("metadata", {}),
        "price": price,
        "quantity": item["quantity"],
    }


def _customer_creation(params: Json) -> str | None:
    if "customer" in params:
        return None
    if params["mode"] == "subscription":
        return "always"
    return str(params.get("customer_creation", "if_required"))


def _collection(params: Json) -> str:
    default = "always" if params["mode"] == "subscription" else "if_required"
    return str(params.get("payment_method_collection", default))
