"""What a buyer does with a Checkout Session: pays it, is declined, proves who they are, or lets it expire.

Each verb is one transaction that changes the objects and emits the events that Stripe would, in its order.
"""

import json
import time

from stripe_sandbox.checkout.closing import NotOpen, complete, held_intent, intent_of, known_session, open_session
from stripe_sandbox.checkout.subscribing import subscribe
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.payments import cards, disputes, intents
from stripe_sandbox.payments.objects import Payer
from stripe_sandbox.store import Store


def pay(store: Store, session_id: str, payer: Payer) -> None:
    with store.transaction():
        session = open_session(store, session_id)
        intent = intent_of(store, session, payer)
        if session["mode"] == "subscription":
            subscribe(store, session, intent, payer)
        else:
            intents.charge(store, intent, payer)
        complete(store, session, payer, payment_status="paid")
        disputes.follow(store, intent_of(store, session, payer)["latest_charge"], payer.number)


def complete_free(store: Store, session_id: str, payer: Payer) -> None:
    """An order that comes to nothing: no PaymentIntent, no means of payment."""
    with store.transaction():
        session = open_session(store, session_id)
        if session["amount_total"]:
            raise NotOpen("something is due")
        complete(store, session, payer, payment_status="no_payment_required")


def decline(store: Store, session_id: str, payer: Payer, card: cards.TestCard) -> None:
    with store.transaction():
        session = open_session(store, session_id)
        intent = intent_of(store, session, payer)
        intents.decline(store, intent, payer, card.message, card.code, card.decline_code)


def ask_for_authentication(store: Store, session_id: str, payer: Payer) -> None:
    with store.transaction():
        session = open_session(store, session_id)
        intent = intent_of(store, session, payer)
        intent["status"] = "requires_action"
        intent["next_action"] = {
            "type": "redirect_to_url",
            "redirect_to_url": {"return_url": session["success_url"], "url": f"{session['url']}/3ds"},
        }
        store.put(intent)
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
        session = open_session(store, session_id)
        if not waits_for_authentication(store, session_id):
            raise NotOpen("nothing waits for authentication")
        intent = held_intent(store, session)
        assert intent is not None
        intents.refuse(store, intent, None, cards.AUTHENTICATION_FAILED, "payment_intent_authentication_failure", "")


def waits_for_authentication(store: Store, session_id: str) -> bool:
    session = store.get(session_id, "checkout.session")
    intent = held_intent(store, session) if session and session["status"] == "open" else None
    return intent is not None and intent["status"] == "requires_action"


def expire(store: Store, session_id: str, *, cause: Json | None = None) -> Json:
    with store.transaction():
        session = known_session(store, session_id)
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
