"""Refunds: whole or part of a charge, never more than what is left of it."""

import time

from stripe_sandbox import ids, money
from stripe_sandbox.calls import Call, Route, listing, retrieve
from stripe_sandbox.errors import StripeError, no_such
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.params import Hash, clean, integer, metadata, one_of, several, text
from stripe_sandbox.store import Store

CREATE = Hash(
    {
        "amount": integer(1),
        "charge": text(),
        "expand": several(text(), 20),
        "metadata": metadata,
        "payment_intent": text(),
        "reason": one_of("duplicate", "fraudulent", "requested_by_customer"),
    },
    unmodelled="currency customer instructions_email origin refund_application_fee reverse_transfer",
)


def create(call: Call) -> Json:
    params = clean(CREATE, call.raw)
    return call.answer(refund(call.store, params, cause=call.cause), params)


def refund(store: Store, params: Json, *, cause: Json | None = None) -> Json:
    with store.transaction():
        charge = _charge(store, params)
        left = charge["amount"] - charge["amount_refunded"]
        amount = params.get("amount", left)
        if left == 0:
            raise StripeError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
        if amount > left:
            raise StripeError(
                f"Refund amount ({money.written(amount, charge['currency'])}) is greater than unrefunded "
                f"amount on "
                f"charge ({money.written(left, charge['currency'])})",
                param="amount",
            )
        made = store.put(_new_refund(charge, amount, params))
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        emit(store, "refund.created", made, cause=cause)
        emit(store, "charge.refunded", store.put(charge), cause=cause)
        return made


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
    return charge


def _new_refund(charge: Json, amount: int, params: Json) -> Json:
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
        "destination_details": {"type": charge["payment_method_details"]["type"]},
        "metadata": params.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


ROUTES: list[Route] = [
    ("POST", "/v1/refunds", create),
    ("GET", "/v1/refunds", listing("refund", "/v1/refunds", {"charge": text(), "payment_intent": text()})),
    ("GET", "/v1/refunds/{}", retrieve("refund")),
]
