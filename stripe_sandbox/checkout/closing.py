"""What every way of paying shares: the session still open, its PaymentIntent, its completion."""

import json
import time

from stripe_sandbox.checkout import discounts
from stripe_sandbox.checkout.objects import customer_details
from stripe_sandbox.errors import StripeError
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.payments import customers
from stripe_sandbox.payments.objects import Payer, new_payment_intent
from stripe_sandbox.store import Store


class NotOpen(Exception):
    """The session was paid or has expired, so nothing more can be paid on it."""


def known_session(store: Store, session_id: str) -> Json:
    session = store.get(session_id, "checkout.session")
    if session is None:
        raise StripeError(f"No such checkout.session: {session_id}", status=404, code="resource_missing")
    return session


def open_session(store: Store, session_id: str) -> Json:
    session = known_session(store, session_id)
    if session["status"] != "open" or session["expires_at"] <= time.time():
        raise NotOpen(session["status"])
    discounts.check_still_valid(store, session)
    return session


def asked(store: Store, session: Json) -> Json:
    """The parameters that the session was made with."""
    found: Json = json.loads(store.setting(f"asked:{session['id']}", "{}"))
    return found


def intent_of(store: Store, session: Json, payer: Payer) -> Json:
    """The session's PaymentIntent, which is made at the first attempt to pay and not before.

    In subscription mode it belongs to the invoice that the payment will open, and the session does not name it.
    """
    held = held_intent(store, session)
    if held:
        # A code typed since the last attempt may have changed what is due.
        return held | {"amount": session["amount_total"]}
    if session["customer_creation"] == "always":
        customer_of(store, session, payer)
    details = asked(store, session).get("payment_intent_data", {})
    intent = store.put(
        new_payment_intent(
            session["amount_total"],
            session["currency"],
            session["customer"],
            session["payment_method_types"],
            details,
        )
    )
    emit(store, "payment_intent.created", intent)
    store.set(f"intent:{session['id']}", intent["id"])
    if session["mode"] == "payment":
        session["payment_intent"] = intent["id"]
        store.put(session)
    return intent


def held_intent(store: Store, session: Json) -> Json | None:
    return store.get(store.setting(f"intent:{session['id']}"), "payment_intent")


def customer_of(store: Store, session: Json, payer: Payer) -> str:
    """The session's customer, made from what the payer typed if it has none yet."""
    if session["customer"] is None:
        about: Json = {"email": payer.email, "name": payer.name}
        if payer.country:
            about["address"] = {"country": payer.country}
        customer = store.put(customers.new_customer(store, about))
        emit(store, "customer.created", customer)
        session["customer"] = customer["id"]
        store.put(session)
    return str(session["customer"])


def complete(store: Store, session: Json, payer: Payer, *, payment_status: str) -> None:
    if not session["amount_total"]:
        # Stripe knows no guests among those who pay nothing.
        customer_of(store, session, payer)
    session |= {
        "status": "complete",
        "url": None,
        "payment_status": payment_status,
        "customer_details": customer_details(payer.email, payer.name, payer.country or None),
    }
    store.put(session)
    update_customer(store, session, payer)
    discounts.redeem(store, session)
    emit(store, "checkout.session.completed", session)


def update_customer(store: Store, session: Json, payer: Payer) -> None:
    """What was typed goes to the customer where `customer_update` says so."""
    wished = asked(store, session).get("customer_update", {})
    customer = store.get(session["customer"], "customer") if session["customer"] and wished else None
    changes: Json = {}
    if customer and wished.get("address") == "auto" and payer.country != (customer["address"] or {}).get("country"):
        changes["address"] = {"country": payer.country or None}
    if customer and wished.get("name") == "auto" and payer.name and payer.name != customer["name"]:
        changes["name"] = payer.name
    if customer and changes:
        customers.change(store, customer, changes)
