"""`POST /v1/subscriptions/{}`: another price, an end with the period, another card, other words."""

from typing import Any

from stripe_sandbox import clock
from stripe_sandbox.calls import Call
from stripe_sandbox.errors import StripeError, not_modelled
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.params import clean, merged
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import invoicing, lifecycle
from stripe_sandbox.subscriptions.objects import period_of
from stripe_sandbox.subscriptions.params import UPDATE
from stripe_sandbox.subscriptions.prorations import Change, changed

ENDING = ("cancel_at_period_end", "cancel_at")


def update(call: Call) -> Json:
    params = clean(UPDATE, call.raw)
    subscription = call.known("subscription")
    _check_together(call.store, subscription, params)
    at = clock.now(call.store)
    before = dict(subscription)
    _write_words(call.store, subscription, params)
    change = changed(call.store, subscription, params, at) if _touches_items(params) else None
    if change:
        subscription["items"] = subscription["items"] | {"data": change.items}
        subscription["billing_cycle_anchor"] = change.anchor
    _write_ending(subscription, params, at)
    emit(call.store, "customer.subscription.updated", call.store.put(subscription), before=before, cause=call.cause)
    if change:
        _invoice(call.store, subscription, change, params, at)
    return call.answer(subscription, params)


def end_with_period(store: Store, subscription: Json, at: int, *, ends: bool) -> None:
    """As a customer says it in the portal: let it end with the period, or go on after all."""
    before = dict(subscription)
    _write_ending(subscription, {"cancel_at_period_end": ends}, at)
    emit(store, "customer.subscription.updated", store.put(subscription), before=before)


def _invoice(store: Store, subscription: Json, change: Change, params: Json, at: int) -> None:
    """What the change costs is asked for at once, or waits for the next invoice."""
    behavior = params.get("proration_behavior", "create_prorations")
    waits = behavior == "create_prorations" and not change.begins_period
    if waits:
        name = f"pending:{subscription['id']}"
        store.set_json(name, [*store.json_setting(name, []), *change.prorations])
    lines = [*change.prorations, *change.period]
    if waits or not lines:
        return
    lines = [*lifecycle.pending_lines(store, subscription), *lines]
    invoice = invoicing.draft(store, subscription, lines, reason="subscription_update", at=at, since=at)
    emit(store, "invoice.created", invoice)
    invoicing.finalize(store, invoice, at)
    store.put(subscription)
    if invoicing.collect(store, invoice, subscription, at):
        lifecycle.note_payment(store, subscription, invoice)
    elif params.get("payment_behavior") == "error_if_incomplete":
        raise _declined(store, invoice)
    else:
        lifecycle.change(store, subscription, {"status": "past_due"})


def _declined(store: Store, invoice: Json) -> StripeError:
    """Nothing of the change stands."""
    error = invoicing.intent_of(store, invoice)["last_payment_error"]
    if error is None:
        return StripeError(
            "This customer has no attached payment source or default payment method. Please consider adding a "
            "default payment method.",
            code="resource_missing",
        )
    return StripeError(error["message"], status=402, kind="card_error", code=error["code"])


def _write_words(store: Store, subscription: Json, params: Json) -> None:
    if "metadata" in params:
        subscription["metadata"] = merged(subscription["metadata"], params["metadata"])
    if "description" in params:
        subscription["description"] = params["description"]
    if "default_payment_method" in params:
        _check_method(store, subscription, params["default_payment_method"])
        subscription["default_payment_method"] = params["default_payment_method"]
    if "automatic_tax" in params:
        taxed = params["automatic_tax"]["enabled"]
        liability = {"type": "self"} if taxed else None
        subscription["automatic_tax"] = {"disabled_reason": None, "enabled": taxed, "liability": liability}


def _write_ending(subscription: Json, params: Json, at: int) -> None:
    if "cancellation_details" in params:
        details = subscription["cancellation_details"] | params["cancellation_details"]
        subscription["cancellation_details"] = details
    _, period_end = period_of(subscription)
    ends: Any = subscription["cancel_at"]
    if "cancel_at" in params:
        ends = params["cancel_at"]
        subscription["cancel_at_period_end"] = False
    if "cancel_at_period_end" in params:
        subscription["cancel_at_period_end"] = params["cancel_at_period_end"]
        ends = period_end if params["cancel_at_period_end"] else None
    elif subscription["cancel_at_period_end"]:
        ends = period_end
    if ends == subscription["cancel_at"]:
        return
    reason = "cancellation_requested" if ends else None
    subscription["cancellation_details"] = subscription["cancellation_details"] | {"reason": reason}
    subscription |= {"cancel_at": ends, "canceled_at": at if ends else None}


def _check_together(store: Store, subscription: Json, params: Json) -> None:
    if subscription["status"] == "canceled":
        raise StripeError("A canceled subscription can only update its cancellation_details and metadata.", param="id")
    if "cancel_at" in params and "cancel_at_period_end" in params:
        raise StripeError(
            "You may only specify one of these parameters: cancel_at, cancel_at_period_end.", param="cancel_at"
        )
    if (params.get("cancel_at") or 2**40) <= clock.now(store):
        raise StripeError("The `cancel_at` timestamp must be in the future.", param="cancel_at")
    if subscription["schedule"] and any(name in params for name in ENDING):
        raise StripeError(
            f"The subscription is managed by the subscription schedule `{subscription['schedule']}`, and updating any "
            "cancelation behavior directly is not allowed. Please update the schedule instead."
        )
    if _touches_items(params) and subscription["status"] != "active":
        raise not_modelled(f"another price while the subscription is {subscription['status']}")


def _check_method(store: Store, subscription: Json, identifier: str | None) -> None:
    method = store.get(identifier, "payment_method") if identifier else None
    if identifier and (method is None or method["customer"] != subscription["customer"]):
        raise StripeError(
            f"The customer does not have a payment method with the ID {identifier}.",
            code="resource_missing",
            param="default_payment_method",
        )


def _touches_items(params: Json) -> bool:
    return "items" in params or params.get("billing_cycle_anchor", {}).get("type") == "now"
