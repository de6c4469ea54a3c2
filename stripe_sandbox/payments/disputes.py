"""Disputes: a payer's bank takes the money back, and somebody decides who is right."""

import time

from stripe_sandbox import ids
from stripe_sandbox.calls import EXPAND, EXPAND_ONLY, Call, Route, listing, retrieve
from stripe_sandbox.errors import StripeError, no_such
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.params import Hash, boolean, clean, emptiable, merged, metadata_change, text
from stripe_sandbox.payments import cards
from stripe_sandbox.store import Store

# A week, as most banks give.
ANSWER_WITHIN = 7 * 86_400
DECIDED = ("won", "lost", "warning_closed")
TEXTS = [
    "access_activity_log",
    "billing_address",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_tracking_number",
    "uncategorized_text",
]
FILES = [
    "cancellation_policy",
    "customer_communication",
    "customer_signature",
    "duplicate_charge_documentation",
    "receipt",
    "refund_policy",
    "service_documentation",
    "shipping_documentation",
    "uncategorized_file",
]
EVIDENCE = Hash(
    {name: emptiable(text(150_000)) for name in TEXTS},
    unmodelled=f"{' '.join(FILES)} enhanced_evidence appeal",
)
UPDATE = Hash(
    EXPAND | {"evidence": EVIDENCE, "metadata": metadata_change, "submit": boolean},
    unmodelled="intended_submission_method",
)
# What Stripe's test mode reads in a dispute's evidence.
SPEAKING = {"winning_evidence": "won", "losing_evidence": "lost"}


def follow(store: Store, charge_id: str, number: str) -> None:
    """Some test cards dispute what they have paid."""
    card = cards.card_for(number) if number else cards.ALWAYS_PAYS
    if card.disputes:
        charge = store.get(charge_id, "charge")
        assert charge is not None
        open_dispute(store, charge, inquiry=card.disputes == "inquiry")


def open_dispute(
    store: Store, charge: Json, *, amount: int | None = None, reason: str = "fraudulent", inquiry: bool = False
) -> Json:
    """The bank takes the money now; an inquiry only asks. Raises StripeError where nothing is left to dispute."""
    with store.transaction():
        left = charge["amount"] - charge["amount_refunded"]
        if charge["status"] != "succeeded" or not left:
            raise StripeError(f"Nothing is left to dispute of {charge['id']}.")
        if any(held["status"] not in DECIDED for held in store.where("dispute", charge=charge["id"])):
            raise StripeError(f"Charge {charge['id']} is disputed already.")
        dispute = store.put(_new_dispute(charge, min(amount or left, left), reason, inquiry))
        store.put(charge | {"disputed": True})
        emit(store, "charge.dispute.created", dispute)
        if not inquiry:
            emit(store, "charge.dispute.funds_withdrawn", dispute)
        return dispute


def decide(store: Store, dispute_id: str, outcome: str, *, cause: Json | None = None) -> Json:
    """`won`: the money comes back. `lost`: it stays away. An inquiry closes without either."""
    with store.transaction():
        dispute = store.get(dispute_id, "dispute")
        if dispute is None:
            raise no_such("dispute", dispute_id)
        if dispute["status"] in DECIDED:
            raise StripeError(f"This dispute is {dispute['status'].replace('_', ' ')} already.")
        inquiry = dispute["status"].startswith("warning_")
        before = dict(dispute)
        dispute["status"] = "warning_closed" if inquiry else outcome
        dispute["is_charge_refundable"] = inquiry or outcome == "won"
        emit(store, "charge.dispute.closed", store.put(dispute), before=before, cause=cause)
        if outcome == "won" and not inquiry:
            emit(store, "charge.dispute.funds_reinstated", dispute, cause=cause)
        return dispute


def update(call: Call) -> Json:
    params = clean(UPDATE, call.raw)
    dispute = call.known("dispute", "dispute")
    if dispute["status"] in DECIDED:
        raise StripeError("This dispute is already closed")
    before = dict(dispute)
    if "metadata" in params:
        dispute["metadata"] = merged(dispute["metadata"], params["metadata"])
    if "evidence" in params:
        dispute["evidence"] = dispute["evidence"] | params["evidence"]
        dispute["evidence_details"] = dispute["evidence_details"] | {"has_evidence": True}
    submitted = "evidence" in params and params.get("submit", True)
    if submitted:
        dispute["status"] = dispute["status"].replace("needs_response", "under_review")
        counted = {"submission_count": 1, "submission_method": "manual"}
        dispute["evidence_details"] = dispute["evidence_details"] | counted
    emit(call.store, "charge.dispute.updated", call.store.put(dispute), before=before, cause=call.cause)
    speaks = SPEAKING.get(str(dispute["evidence"]["uncategorized_text"]))
    if submitted and speaks:
        dispute = decide(call.store, dispute["id"], speaks)
    return call.answer(dispute, params)


def close(call: Call) -> Json:
    """Give in: the dispute is lost."""
    params = clean(EXPAND_ONLY, call.raw)
    dispute = call.known("dispute", "dispute")
    return call.answer(decide(call.store, dispute["id"], "lost", cause=call.cause), params)


def _new_dispute(charge: Json, amount: int, reason: str, inquiry: bool) -> Json:
    now = int(time.time())
    brand = charge["payment_method_details"].get("card", {}).get("brand", "visa")
    case = "inquiry" if inquiry else "chargeback"
    return {
        "id": ids.new("du_"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": dict.fromkeys((*TEXTS, *FILES)) | {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": now + ANSWER_WITHIN,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "intended_submission_method": None,
        "is_charge_refundable": inquiry,
        "livemode": False,
        "metadata": {},
        "network_reason_code": "10.4",
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {"brand": brand, "case_type": case, "network": brand, "network_reason_code": "10.4"},
            "type": "card",
        },
        "reason": reason,
        "status": "warning_needs_response" if inquiry else "needs_response",
    }


ROUTES: list[Route] = [
    ("GET", "/v1/disputes", listing("dispute", "/v1/disputes", {"charge": text(), "payment_intent": text()})),
    ("GET", "/v1/disputes/{}", retrieve("dispute", "dispute")),
    ("POST", "/v1/disputes/{}", update),
    ("POST", "/v1/disputes/{}/close", close),
]
