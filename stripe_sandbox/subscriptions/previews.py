"""`POST /v1/invoices/create_preview`: the invoice that would come, with nothing stored."""

import copy

from stripe_sandbox import clock, ids
from stripe_sandbox.calls import Call, known
from stripe_sandbox.errors import StripeError, missing
from stripe_sandbox.messages import Json
from stripe_sandbox.params import clean
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import lifecycle
from stripe_sandbox.subscriptions.invoice_objects import new_invoice, period_line
from stripe_sandbox.subscriptions.invoicing import DRAFT_FOR
from stripe_sandbox.subscriptions.objects import items_of, period_of
from stripe_sandbox.subscriptions.params import PREVIEW
from stripe_sandbox.subscriptions.periods import following
from stripe_sandbox.subscriptions.prorations import changed


def create_preview(call: Call) -> Json:
    params = clean(PREVIEW, call.raw)
    subscription = copy.deepcopy(_subscription(call.store, params))
    customer = known(call.store, "customer", subscription["customer"], "customer")
    details = params.get("subscription_details", {})
    at = clock.now(call.store)
    start, end = period_of(subscription)
    since, until, reason = start, end, "upcoming"
    lines: list[Json] = call.store.json_setting(f"pending:{subscription['id']}", [])
    if details:
        change = changed(call.store, subscription, details, at, path="subscription_details[items]")
        subscription["items"]["data"] = change.items
        lines = [*lines, *change.prorations, *change.period]
        at_once = details.get("proration_behavior") == "always_invoice" or change.begins_period
    else:
        at_once = False
    if at_once:
        since, until = at, at
    else:
        _check_renews(subscription, details)
        lines += _next_period(call.store, subscription, end)
    invoice = new_invoice(subscription, customer, lines, reason=reason, at=until)
    invoice["id"] = ids.new("upcoming_in_")
    invoice["lines"]["url"] = f"/v1/invoices/upcoming/lines?subscription={subscription['id']}"
    for line in invoice["lines"]["data"]:
        line["invoice"] = None
    invoice |= {"period_start": since, "next_payment_attempt": until if at_once else until + DRAFT_FOR}
    return call.answer(invoice, params)


def _subscription(store: Store, params: Json) -> Json:
    if "subscription" in params:
        return known(store, "subscription", params["subscription"], "subscription")
    if "customer" not in params:
        raise missing("subscription")
    known(store, "customer", params["customer"], "customer")
    for found in store.where("subscription", customer=params["customer"]):
        if found["status"] in lifecycle.RUNNING:
            return found
    raise _nothing()


def _check_renews(subscription: Json, details: Json) -> None:
    ends = details.get("cancel_at_period_end", subscription["cancel_at_period_end"])
    if subscription["status"] not in lifecycle.RUNNING or ends:
        raise _nothing()


def _nothing() -> StripeError:
    return StripeError("No upcoming invoices for customer", status=404, code="invoice_upcoming_none")


def _next_period(store: Store, subscription: Json, end: int) -> list[Json]:
    lines = []
    for item in items_of(subscription):
        recurring = item["price"]["recurring"]
        until = following(
            subscription["billing_cycle_anchor"], recurring["interval"], recurring["interval_count"], end
        )
        product = store.get(item["price"]["product"], "product")
        lines.append(period_line(item, product["name"] if product else "Subscription", end, until))
    return lines
