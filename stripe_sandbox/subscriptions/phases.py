"""What a schedule brings when a period ends: the next phase's prices, or the schedule's own end."""

from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import lifecycle, schedules
from stripe_sandbox.subscriptions.objects import items_of, new_item, plan_of


def period_ends(store: Store, subscription: Json, at: int) -> bool:
    """Let the schedule, if there is one, do its part. Whether the subscription goes on."""
    schedule = store.get(subscription["schedule"], "subscription_schedule") if subscription["schedule"] else None
    if schedule is None or schedule["current_phase"]["end_date"] > at:
        return True
    following = next((phase for phase in schedule["phases"] if phase["start_date"] >= at), None)
    if following is None:
        if schedule["end_behavior"] == "cancel":
            lifecycle.cancel(store, subscription, at)
            return False
        schedules.release(store, schedule, at)
        subscription["schedule"] = None
        return True
    before = dict(schedule)
    schedule["current_phase"] = {"end_date": following["end_date"], "start_date": following["start_date"]}
    emit(store, "subscription_schedule.updated", store.put(schedule), before=before)
    _enter(store, subscription, following, at)
    return True


def _enter(store: Store, subscription: Json, phase: Json, at: int) -> None:
    """The phase's prices from now on; another interval counts from here."""
    held = items_of(subscription)
    rhythm = held[0]["price"]["recurring"]
    items = []
    for index, asked in enumerate(phase["items"]):
        price = store.get(asked["price"], "price")
        assert price is not None
        if index < len(held):
            item = held[index] | {"price": price, "plan": plan_of(price), "quantity": asked["quantity"]}
        else:
            item = new_item(subscription["id"], price, asked["quantity"], at, at)
        items.append(item | {"current_period_end": at})
    before = dict(subscription)
    subscription["items"] = subscription["items"] | {"data": items}
    if items[0]["price"]["recurring"] != rhythm or phase["billing_cycle_anchor"] == "phase_start":
        subscription["billing_cycle_anchor"] = at
    emit(store, "customer.subscription.updated", store.put(subscription), before=before)
