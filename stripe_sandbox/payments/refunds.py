"""Refunds: whole or part of a charge, never more than what is left of it. Some are decided only later."""

import time

from stripe_sandbox import ids, money
from stripe_sandbox.calls import EXPAND, Call, Route, listing, retrieve
from stripe_sandbox.errors import StripeError, no_such
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.params import Hash, clean, integer, merged, metadata, metadata_change, one_of, text
from stripe_sandbox.payments import cards
from stripe_sandbox.store import Store

CREATE = Hash(
    EXPAND
    | {
        "amount": integer(1),
        "charge": text(),
        "metadata": metadata,
        "payment_intent": text(),
        "reason": one_of("duplicate", "fraudulent", "requested_by_customer"),
    },
    unmodelled="currency customer instructions_email origin refund_application_fee reverse_transfer",
)
UPDATE = Hash(EXPAND | {"metadata": metadata_change})


def create(call: Call) -> Json:
    params = clean(CREATE, call.raw)
    made = refund(call.store, params, settle_after=call.config.settle_after, cause=call.cause)
    return call.answer(made, params)


def update(call: Call) -> Json:
    params = clean(UPDATE, call.raw)
    held = call.known("refund", "refund")
    before = dict(held)
    held["metadata"] = merged(held["metadata"], params.get("metadata", {}))
    emit(call.store, "refund.updated", call.store.put(held), before=before, cause=call.cause)
    return call.answer(held, params)


def refund(store: Store, params: Json, *, settle_after: int = 0, cause: Json | None = None) -> Json:
    """`settle_after`: seconds until a card's promise about its refunds comes true; 0 leaves it to the desk."""
    with store.transaction():
        charge = _charge(store, params)
        left = charge["amount"] - charge["amount_refunded"]
        amount = params.get("amount", left)
        if left == 0:
            raise StripeError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
        if amount > left:
            raise StripeError(
                f"Refund amount ({money.written(amount, charge['currency'])}) is greater than unrefunded "
                f"amount on charge ({money.written(left, charge['currency'])})",
                param="amount",
            )
        made = store.put(_new_refund(charge, amount, params, _fate(store, charge)))
        _count(charge, amount)
        emit(store, "refund.created", made, cause=cause)
        emit(store, "charge.refunded", store.put(charge), cause=cause)
        _promise(store, made, _fate(store, charge), settle_after)
        return made


def decide(store: Store, refund_id: str, outcome: str | None = None) -> None:
    """A refund fails after all, or one that is pending succeeds. Without an outcome, what its card has promised."""
    with store.transaction():
        held = store.get(refund_id, "refund")
        if held is None:
            raise no_such("refund", refund_id)
        promised = store.rows("SELECT outcome FROM refund_outcome WHERE refund = ?", (refund_id,))
        store.change("DELETE FROM refund_outcome WHERE refund = ?", (refund_id,))
        outcome = outcome or (promised[0]["outcome"] if promised else "failed")
        if held["status"] == outcome or held["status"] == "failed":
            raise StripeError(f"This refund has {held['status']} already.")
        before = dict(held)
        held["status"] = outcome
        if outcome == "failed":
            held["failure_reason"] = "expired_or_canceled_card"
            charge = store.get(held["charge"], "charge")
            assert charge is not None
            _count(charge, -held["amount"])
            store.put(charge)
        emit(store, "refund.updated", store.put(held), before=before)
        emit(store, "charge.refund.updated", held, before=before)
        if outcome == "failed":
            emit(store, "refund.failed", held)


def decide_due(store: Store) -> None:
    with store.transaction():
        for row in store.rows("SELECT refund FROM refund_outcome WHERE due_at <= ?", (time.time(),)):
            decide(store, row["refund"])


def _promise(store: Store, made: Json, fate: cards.Refunds, settle_after: int) -> None:
    if fate is cards.Refunds.SUCCEED:
        return
    outcome = "failed" if fate is cards.Refunds.FAIL_LATER else "succeeded"
    due_at = time.time() + settle_after if settle_after else None
    store.change("INSERT INTO refund_outcome VALUES (?, ?, ?)", (made["id"], outcome, due_at))


def _count(charge: Json, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]


def _fate(store: Store, charge: Json) -> cards.Refunds:
    return cards.card_for(store.setting(f"charged:{charge['id']}")).refunds


def _charge(store: Store, params: Json) -> Json:
    if ("charge" in params) == ("payment_intent" in params):
        raise StripeError("One of the following params should be provided for this request: payment_intent or charge.")
    identifier = params.get("charge")
    if identifier is None:
        intent = store.get(params["payment_intent"], "payment_intent")
        if intent is None:
            raise no_such("payment_intent", params["payment_intent"], "payment_intent", status=400)
        identifier = intent["latest_charge"] if intent["status"] == "succeeded" else None
        if identifier is None:
            raise StripeError(f"PaymentIntent {intent['id']} does not have a successful charge to refund.")
    charge = store.get(identifier, "charge")
    if charge is None:
        raise no_such("charge", identifier, "charge", status=400)
    if charge["status"] != "succeeded":
        raise StripeError(f"Charge {identifier} has not succeeded, so it cannot be refunded.")
    for dispute in store.where("dispute", charge=identifier):
        if not dispute["is_charge_refundable"]:
            raise StripeError(
                f"Charge {identifier} has been charged back; cannot issue a refund.", code="charge_disputed"
            )
    return charge


def _new_refund(charge: Json, amount: int, params: Json, fate: cards.Refunds) -> Json:
    method = charge["payment_method_details"]["type"]
    details: Json = {"type": method}
    if method == "card":
        details["card"] = {
            "type": "refund",
            "reference_status": "pending",
            "reference_type": "acquirer_reference_number",
        }
    return {
        "id": ids.new("re_"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": int(time.time()),
        "currency": charge["currency"],
        "customer": charge["customer"],
        "customer_account": None,
        "destination_details": details,
        "metadata": params.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "pending" if fate is cards.Refunds.PENDING else "succeeded",
        "transfer_reversal": None,
    }


ROUTES: list[Route] = [
    ("POST", "/v1/refunds", create),
    ("GET", "/v1/refunds", listing("refund", "/v1/refunds", {"charge": text(), "payment_intent": text()})),
    ("GET", "/v1/refunds/{}", retrieve("refund")),
    ("POST", "/v1/refunds/{}", update),
]
