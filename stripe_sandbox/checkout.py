"""What can happen to a Checkout Session: paid, declined, authenticated, processing, settled, expired.

Each verb is one transaction that changes the objects and emits the events that Stripe would, in its order.
"""

import json
import time

from stripe_sandbox import cards
from stripe_sandbox.errors import StripeError
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.payment_objects import Payer, new_charge, new_payment_intent
from stripe_sandbox.session_objects import customer_details
from stripe_sandbox.store import Store


class NotOpen(Exception):
    """The session was paid or has expired, so nothing more can be paid on it."""


def pay(store: Store, session_id: str, payer: Payer) -> None:
    with store.transaction():
        session = _open(store, session_id)
        intent = _intent(store, session)
        charge = store.put(new_charge(intent, payer, "succeeded"))
        emit(store, "charge.succeeded", charge)
        _succeed(store, intent, charge)
        session["payment_status"] = "paid"
        _complete(store, session, intent, payer)
        emit(store, "checkout.session.completed", session)


def decline(store: Store, session_id: str, payer: Payer, card: cards.TestCard) -> None:
    with store.transaction():
        session = _open(store, session_id)
        intent = _intent(store, session)
        charge = new_charge(intent, payer, "failed")
        charge |= {"failure_code": card.code, "failure_message": card.message}
        store.put(charge)
        emit(store, "charge.failed", charge)
        _refuse(store, intent, charge["id"], card.message, card.code, card.decline_code)
        session["payment_intent"] = intent["id"]
        store.put(session)


def ask_for_authentication(store: Store, session_id: str, payer: Payer) -> None:
    with store.transaction():
        session = _open(store, session_id)
        intent = _intent(store, session)
        intent["status"] = "requires_action"
        intent["next_action"] = {
            "type": "redirect_to_url",
            "redirect_to_url": {"return_url": session["success_url"], "url": f"{session['url']}/3ds"},
        }
        store.put(intent)
        session["payment_intent"] = intent["id"]
        store.put(session)
        store.set(f"payer:{session_id}", json.dumps(vars(payer)))
        emit(store, "payment_intent.requires_action", intent)


def authenticate(store: Store, session_id: str) -> None:
    with store.transaction():
        if not waits_for_authentication(store, session_id):
            raise NotOpen("nothing waits for authentication")
        payer = json.loads(store.setting(f"payer:{session_id}")) | {"authenticated": True}
        pay(store, session_id, Payer(**payer))


def fail_authentication(store: Store, session_id: str) -> None:
    with store.transaction():
        session = _open(store, session_id)
        intent = _intent(store, session)
        _refuse(store, intent, None, cards.AUTHENTICATION_FAILED, "payment_intent_authentication_failure", "")


def waits_for_authentication(store: Store, session_id: str) -> bool:
    session = store.get(session_id, "checkout.session") or {}
    intent = store.get(session.get("payment_intent") or "", "payment_intent") or {}
    return session.get("status") == "open" and intent.get("status") == "requires_action"


def start_bank_debit(store: Store, session_id: str, payer: Payer, outcome: str, settle_after: int) -> None:
    """Complete the session unpaid; the money comes or is refused later (`outcome`: succeeded or failed)."""
    with store.transaction():
        session = _open(store, session_id)
        intent = _intent(store, session)
        charge = store.put(new_charge(intent, payer, "pending"))
        intent |= {
            "status": "processing",
            "latest_charge": charge["id"],
            "payment_method": charge["payment_method"],
        }
        store.put(intent)
        emit(store, "charge.pending", charge)
        emit(store, "payment_intent.processing", intent)
        _complete(store, session, intent, payer)
        emit(store, "checkout.session.completed", session)
        due_at = time.time() + settle_after if settle_after else None
        store.change("INSERT INTO settlement VALUES (?, ?, ?)", (session_id, outcome, due_at))


def settle(store: Store, session_id: str, outcome: str | None = None) -> None:
    """The bank has decided. Without an outcome, the one that the payer's test account promised."""
    with store.transaction():
        waiting = store.rows("SELECT outcome FROM settlement WHERE session = ?", (session_id,))
        if not waiting:
            raise StripeError(f"No bank debit is under way for {session_id}.")
        store.change("DELETE FROM settlement WHERE session = ?", (session_id,))
        session = _known(store, session_id)
        intent = _intent(store, session)
        charge = store.get(intent["latest_charge"], "charge")
        assert charge is not None
        if (outcome or waiting[0]["outcome"]) == "succeeded":
            charge |= {
                "status": "succeeded",
                "paid": True,
                "captured": True,
                "amount_captured": charge["amount"],
            }
            emit(store, "charge.succeeded", store.put(charge))
            _succeed(store, intent, charge)
            session["payment_status"] = "paid"
            emit(store, "checkout.session.async_payment_succeeded", store.put(session))
        else:
            charge |= {"status": "failed", "failure_code": "insufficient_funds"}
            charge["failure_message"] = cards.DEBIT_RETURNED
            emit(store, "charge.failed", store.put(charge))
            _refuse(store, intent, charge["id"], cards.DEBIT_RETURNED, "insufficient_funds", "")
            emit(store, "checkout.session.async_payment_failed", session)


def expire(store: Store, session_id: str, *, cause: Json | None = None) -> Json:
    with store.transaction():
        session = _known(store, session_id)
        if session["status"] != "open":
            raise NotOpen(session["status"])
        session |= {"status": "expired", "url": None}
        store.put(session)
        emit(store, "checkout.session.expired", session, cause=cause)
        return session


def expire_due(store: Store) -> None:
    with store.transaction():
        for row in store.rows(
            "SELECT id FROM object WHERE kind = 'checkout.session'"
            " AND json_extract(body, '$.status') = 'open' AND json_extract(body, '$.expires_at') <= ?",
            (time.time(),),
        ):
            expire(store, row["id"])


def settle_due(store: Store) -> None:
    with store.transaction():
        for row in store.rows("SELECT session FROM settlement WHERE due_at <= ?", (time.time(),)):
            settle(store, row["session"])


def _known(store: Store, session_id: str) -> Json:
    session = store.get(session_id, "checkout.session")
    if session is None:
        raise StripeError(f"No such checkout.session: {session_id}", status=404, code="resource_missing")
    return session


def _open(store: Store, session_id: str) -> Json:
    session = _known(store, session_id)
    if session["status"] != "open" or session["expires_at"] <= time.time():
        raise NotOpen(session["status"])
    return session


def _intent(store: Store, session: Json) -> Json:
    """The session's PaymentIntent, which is made at the first attempt to pay and not before."""
    if session["payment_intent"]:
        intent = store.get(session["payment_intent"], "payment_intent")
        assert intent is not None
        return intent
    details = json.loads(store.setting(f"payment_intent_data:{session['id']}", "{}"))
    intent = store.put(new_payment_intent(session, details))
    emit(store, "payment_intent.created", intent)
    return intent


def _succeed(store: Store, intent: Json, charge: Json) -> None:
    intent |= {
        "status": "succeeded",
        "amount_received": intent["amount"],
        "latest_charge": charge["id"],
        "payment_method": charge["payment_method"],
        "next_action": None,
        "last_payment_error": None,
    }
    emit(store, "payment_intent.succeeded", store.put(intent))


def _refuse(store: Store, intent: Json, charge: str | None, message: str, code: str, decline_code: str) -> None:
    error: Json = {"type": "card_error", "message": message, "code": code}
    if decline_code:
        error["decline_code"] = decline_code
    if charge:
        error["charge"] = charge
    intent |= {"status": "requires_payment_method", "next_action": None, "last_payment_error": error}
    intent["latest_charge"] = charge or intent["latest_charge"]
    emit(store, "payment_intent.payment_failed", store.put(intent))


def _complete(store: Store, session: Json, intent: Json, payer: Payer) -> None:
    session |= {
        "status": "complete",
        "url": None,
        "payment_intent": intent["id"],
        "customer_details": customer_details(payer.email, payer.name),
    }
    store.put(session)
