"""Methods whose money comes later: the session completes unpaid, and days later it is paid or not."""

import time

from stripe_sandbox.checkout.closing import complete, intent_of, known_session, open_session
from stripe_sandbox.errors import StripeError
from stripe_sandbox.events import emit
from stripe_sandbox.payments import cards, intents
from stripe_sandbox.payments.objects import Payer
from stripe_sandbox.store import Store

# A voucher to pay in a shop: nothing is under way until its holder goes there.
VOUCHERS = ("konbini",)


def start(store: Store, session_id: str, payer: Payer, outcome: str, settle_after: int) -> None:
    """Complete the session unpaid; the money comes or is refused later (`outcome`: succeeded or failed)."""
    with store.transaction():
        session = open_session(store, session_id)
        intent = intent_of(store, session, payer)
        status = "requires_action" if payer.method in VOUCHERS else "processing"
        intents.start_charge(store, intent, payer, status)
        complete(store, session, payer, payment_status="unpaid")
        due_at = time.time() + settle_after if settle_after else None
        store.change("INSERT INTO settlement VALUES (?, ?, ?)", (session_id, outcome, due_at))


def settle(store: Store, session_id: str, outcome: str | None = None) -> None:
    """The bank has decided. Without an outcome, the one that the payer's test account promised."""
    with store.transaction():
        waiting = store.rows("SELECT outcome FROM settlement WHERE session = ?", (session_id,))
        if not waiting:
            raise StripeError(f"No bank debit is under way for {session_id}.")
        store.change("DELETE FROM settlement WHERE session = ?", (session_id,))
        session = known_session(store, session_id)
        intent = store.get(session["payment_intent"], "payment_intent")
        assert intent is not None
        if (outcome or waiting[0]["outcome"]) == "succeeded":
            intents.finish_charge(store, intent)
            session["payment_status"] = "paid"
            emit(store, "checkout.session.async_payment_succeeded", store.put(session))
        else:
            intents.bounce_charge(store, intent, cards.DEBIT_RETURNED)
            emit(store, "checkout.session.async_payment_failed", session)


def settle_due(store: Store) -> None:
    with store.transaction():
        for row in store.rows("SELECT session FROM settlement WHERE due_at <= ?", (time.time(),)):
            settle(store, row["session"])
