"""Checkout Sessions in payment mode: opened, asked about, closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import stripe
from django.utils.translation import gettext_noop

from billing.errors import PaymentsRefused
from billing.stripe_gateway.client import talking
from billing.stripe_gateway.locales import page_locale

_EXPAND = ["payment_intent.latest_charge"]
# Without real money, whoever tries the site pays with 4242 4242 4242 4242: that says nothing about who they are.
_EVERYBODYS_CARD = "4242"
# Stripe's, for a coupon.
_LONGEST_NAME = 40
# Ways to pay as people know them; of a card its brand is said.
_NAMES = {
    "bacs_debit": "Bacs Direct Debit",
    "ideal": "iDEAL",
    "paypal": "PayPal",
    "sepa_debit": gettext_noop("SEPA Direct Debit"),
    "upi": "UPI",
    "us_bank_account": gettext_noop("US bank account"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be paid for, as Stripe's page shows it: the list price, and what is taken off it.

    `key` and `number` come back with every session; `language` is the page's. `with_tax`: Stripe
    reckons the tax that the amount contains.
    """

    key: str
    number: str
    name: str
    description: str
    list_minor: int
    discount_minor: int
    discount_label: str
    currency: str
    email: str
    language: str
    customer_id: str
    with_tax: bool
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
    tax_minor: int
    currency: str
    # All that was paid went back in Stripe's dashboard.
    given_back: bool
    # What paid, as the same card or account is named again: "card:Xt5EWLLDS7FJjR1c". Empty where nothing says.
    means: str = ""


def create_session(order: Order, *, idempotency_key: str) -> Session:
    """Open a checkout. The same key gives the same session, however often it is asked for."""
    with talking() as client:
        coupon = _coupon(client, order, f"{idempotency_key}-coupon") if order.discount_minor else ""
        made = client.v1.checkout.sessions.create(_wanted(order, coupon), {"idempotency_key": idempotency_key})
    return _session(made)


def session(session_id: str) -> Session:
    """Ask Stripe how a checkout stands. Raises NoSuchSession."""
    with talking() as client:
        found = client.v1.checkout.sessions.retrieve(session_id, {"expand": _EXPAND})
    return _session(found)


def expire(session_id: str) -> None:
    """Close a checkout so that nobody can pay it any more. One that is no longer open stays as it is."""
    try:
        with talking() as client:
            client.v1.checkout.sessions.expire(session_id, {}, {"idempotency_key": f"expire-{session_id}"})
    except PaymentsRefused:
        # Paid or expired meanwhile; whoever asks next learns which.
        return


def _coupon(client: stripe.StripeClient, order: Order, idempotency_key: str) -> str:
    """So much off, once, for this checkout alone: the page, the receipt and the dashboard then show both prices."""
    params: Any = {
        "amount_off": order.discount_minor,
        "currency": order.currency.lower(),
        "duration": "once",
        "max_redemptions": 1,
        "name": order.discount_label[:_LONGEST_NAME],
        "redeem_by": int(order.expires_at.timestamp()),
        "metadata": {"purchase": order.key},
    }
    return client.v1.coupons.create(params, {"idempotency_key": idempotency_key}).id


def _wanted(order: Order, coupon: str) -> Any:
    price: dict[str, Any] = {
        "currency": order.currency.lower(),
        "unit_amount": order.list_minor,
        "product_data": {"name": order.name, "description": order.description},
    }
    wanted: dict[str, Any] = {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": price}],
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
        "client_reference_id": order.number,
        "metadata": {"purchase": order.key},
        # Copied, so that refunds and disputes of the payment name the purchase too.
        "payment_intent_data": {"description": f"{order.name}, {order.number}", "metadata": {"purchase": order.key}},
        "expires_at": int(order.expires_at.timestamp()),
        "submit_type": "pay",
        "locale": page_locale(order.language),
        # The page promised this amount in this currency.
        "adaptive_pricing": {"enabled": False},
    }
    wanted |= {"customer": order.customer_id} if order.customer_id else {"customer_email": order.email}
    if coupon:
        wanted["discounts"] = [{"coupon": coupon}]
    if order.with_tax:
        # The promised amount stays what is paid; the tax is a part of it.
        price["tax_behavior"] = "inclusive"
        wanted["automatic_tax"] = {"enabled": True}
        if order.customer_id:
            wanted["customer_update"] = {"address": "auto"}
    return wanted


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
        tax_minor=(facts.get("total_details") or {}).get("amount_tax") or 0,
        currency=(facts["currency"] or "").upper(),
        given_back=isinstance(charge, dict) and bool(charge["refunded"]),
        means=means_of(charge) if isinstance(charge, dict) else "",
    )


def means_of(charge: Mapping[str, Any]) -> str:
    """Stripe's fingerprint of the card or bank account, PayPal's payer; empty for ways to pay that have none."""
    details = charge["payment_method_details"] or {}
    kind = details.get("type", "")
    means = details.get(kind) or {}
    if not charge["livemode"] and means.get("last4") == _EVERYBODYS_CARD:
        return ""
    name = means.get("fingerprint") or means.get("payer_id")
    return f"{kind}:{name}" if name else ""


def _paid_with(charge: Mapping[str, Any]) -> str:
    """Words for the receipt: "Visa ending in 4242", "US bank account ending in 6789", "PayPal"."""
    details = charge["payment_method_details"] or {}
    kind = details.get("type", "")
    means = details.get(kind) or {}
    name = _NAMES.get(kind) or (means.get("brand") or kind).replace("_", " ").strip().capitalize()
    return f"{name} ending in {means['last4']}" if means.get("last4") else name
