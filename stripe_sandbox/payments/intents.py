"""The life of a PaymentIntent: made, charged, refused; every step with the events that Stripe sends, in its order."""

from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.payments.objects import Payer, new_charge
from stripe_sandbox.store import Store


def charge(store: Store, intent: Json, payer: Payer) -> Json:
    """The money comes at once."""
    made = store.put(new_charge(intent, payer, "succeeded"))
    store.set(f"charged:{made['id']}", payer.number)
    emit(store, "charge.succeeded", made)
    succeed(store, intent, made)
    return made


def start_charge(store: Store, intent: Json, payer: Payer, status: str) -> None:
    """The money is on its way: `processing` at a bank, or `requires_action` while a voucher waits to be paid."""
    made = store.put(new_charge(intent, payer, "pending"))
    intent |= {"status": status, "latest_charge": made["id"], "payment_method": made["payment_method"]}
    store.put(intent)
    if status == "processing":
        emit(store, "charge.pending", made)
        emit(store, "payment_intent.processing", intent)
    else:
        emit(store, "payment_intent.requires_action", intent)


def finish_charge(store: Store, intent: Json) -> None:
    """What was on its way has come."""
    made = _latest(store, intent)
    made |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": made["amount"]}
    emit(store, "charge.succeeded", store.put(made))
    succeed(store, intent, made)


def bounce_charge(store: Store, intent: Json, message: str) -> None:
    """What was on its way was sent back."""
    made = _latest(store, intent)
    made |= {"status": "failed", "failure_code": "insufficient_funds", "failure_message": message}
    emit(store, "charge.failed", store.put(made))
    refuse(store, intent, made["id"], message, "insufficient_funds", "")


def decline(store: Store, intent: Json, payer: Payer, message: str, code: str, decline_code: str) -> None:
    made = new_charge(intent, payer, "failed")
    made |= {"failure_code": code, "failure_message": message}
    emit(store, "charge.failed", store.put(made))
    refuse(store, intent, made["id"], message, code, decline_code)


def succeed(store: Store, intent: Json, made: Json) -> None:
    intent |= {
        "status": "succeeded",
        "amount_received": intent["amount"],
        "latest_charge": made["id"],
        "payment_method": made["payment_method"],
        "next_action": None,
        "last_payment_error": None,
    }
    emit(store, "payment_intent.succeeded", store.put(intent))


def refuse(store: Store, intent: Json, made: str | None, message: str, code: str, decline_code: str) -> None:
    error: Json = {"type": "card_error", "message": message, "code": code}
    if decline_code:
        error["decline_code"] = decline_code
    if made:
        error["charge"] = made
    intent |= {"status": "requires_payment_method", "next_action": None, "last_payment_error": error}
    intent["latest_charge"] = made or intent["latest_charge"]
    emit(store, "payment_intent.payment_failed", store.put(intent))


def _latest(store: Store, intent: Json) -> Json:
    made = store.get(intent["latest_charge"], "charge")
    assert made is not None
    return made
