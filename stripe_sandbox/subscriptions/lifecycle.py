"""The life of a subscription: started, renewed, past due, paid after all, cancelled."""

from stripe_sandbox.errors import StripeError
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.payments.objects import Payer
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import invoicing
from stripe_sandbox.subscriptions.invoice_objects import period_line
from stripe_sandbox.subscriptions.objects import items_of, new_subscription, period_of
from stripe_sandbox.subscriptions.periods import following

RUNNING = ("active", "past_due")


def start(
    store: Store, customer_id: str, lines: list[Json], about: Json, *, payer: Payer, intent: Json, at: int
) -> tuple[Json, Json]:
    """A subscription whose first invoice is paid on the spot, by a payer who is there."""
    customer = store.get(customer_id, "customer")
    assert customer is not None
    subscription = new_subscription(customer_id, lines, about, payer.payment_method, at)
    store.put(customer | {"currency": subscription["currency"]})
    store.put(subscription)
    emit(store, "customer.subscription.created", subscription)
    invoice = invoicing.draft(
        store, subscription, period_lines(store, subscription), reason="subscription_create", at=at, since=at
    )
    emit(store, "invoice.created", invoice)
    due = invoicing.finalize(store, invoice, at, intent=intent | {"customer": customer_id})
    store.put(subscription)
    if due:
        invoicing.pay(store, invoice, due, payer, at)
    else:
        invoicing.settle(store, invoice, at)
    change(store, subscription, {"status": "active"})
    return subscription, invoice


def renew(store: Store, subscription: Json, at: int) -> None:
    """The next period begins; its invoice is a draft for an hour, then it is asked for."""
    since, _ = period_of(subscription)
    before = dict(subscription)
    moved = []
    for item in items_of(subscription):
        recurring = item["price"]["recurring"]
        end = following(subscription["billing_cycle_anchor"], recurring["interval"], recurring["interval_count"], at)
        moved.append(item | {"current_period_start": at, "current_period_end": end})
    subscription["items"] = subscription["items"] | {"data": moved}
    lines = [*pending_lines(store, subscription), *period_lines(store, subscription)]
    invoice = invoicing.draft(store, subscription, lines, reason="subscription_cycle", at=at, since=since)
    invoice["automatically_finalizes_at"] = at + invoicing.DRAFT_FOR
    store.put(invoice)
    emit(store, "customer.subscription.updated", store.put(subscription), before=before)
    emit(store, "invoice.created", invoice)


def ask(store: Store, invoice: Json, at: int) -> bool:
    """Ask for an invoice now; the subscription is active or past due by what comes of it."""
    subscription = subscription_of(store, invoice)
    if invoice["status"] == "draft":
        invoicing.finalize(store, invoice, at)
    paid = invoicing.collect(store, invoice, subscription, at)
    if paid:
        note_payment(store, subscription, invoice)
    elif invoice["next_payment_attempt"] is None:
        cancel(store, subscription, at, reason="payment_failed")
    elif subscription["status"] == "active":
        change(store, subscription, {"status": "past_due"})
    return paid


def note_payment(store: Store, subscription: Json, invoice: Json) -> None:
    """A subscription that was behind is well again when its latest invoice is paid."""
    if subscription["status"] == "past_due" and subscription["latest_invoice"] == invoice["id"]:
        change(store, subscription, {"status": "active"})


def cancel(
    store: Store, subscription: Json, at: int, *, reason: str = "cancellation_requested", cause: Json | None = None
) -> None:
    """It ends now. Nothing is given back by itself."""
    if subscription["status"] == "canceled":
        raise StripeError(f"No such subscription: '{subscription['id']}'", status=404, code="resource_missing")
    details = subscription["cancellation_details"]
    subscription |= {
        "status": "canceled",
        "ended_at": at,
        "canceled_at": subscription["canceled_at"] or at,
        "cancellation_details": details | {"reason": details["reason"] or reason},
    }
    store.put(subscription)
    invoicing.stop_asking(store, subscription)
    _end_schedule(store, subscription, at)
    emit(store, "customer.subscription.deleted", subscription, cause=cause)


def _end_schedule(store: Store, subscription: Json, at: int) -> None:
    schedule = store.get(subscription["schedule"], "subscription_schedule") if subscription["schedule"] else None
    if schedule:
        schedule |= {"status": "canceled", "canceled_at": at, "current_phase": None}
        emit(store, "subscription_schedule.canceled", store.put(schedule))


def change(store: Store, subscription: Json, changes: Json, *, cause: Json | None = None) -> None:
    before = dict(subscription)
    subscription |= changes
    emit(store, "customer.subscription.updated", store.put(subscription), before=before, cause=cause)


def subscription_of(store: Store, invoice: Json) -> Json:
    subscription = store.get(invoice["parent"]["subscription_details"]["subscription"], "subscription")
    assert subscription is not None
    return subscription


def period_lines(store: Store, subscription: Json) -> list[Json]:
    """A line an item, for the current period."""
    start, end = period_of(subscription)
    lines = []
    for item in items_of(subscription):
        product = store.get(item["price"]["product"], "product")
        lines.append(period_line(item, product["name"] if product else "Subscription", start, end))
    return lines


def pending_lines(store: Store, subscription: Json) -> list[Json]:
    """Prorations that wait for the next invoice, taken out of their waiting."""
    name = f"pending:{subscription['id']}"
    found: list[Json] = store.json_setting(name, [])
    store.set_json(name, [])
    return found
