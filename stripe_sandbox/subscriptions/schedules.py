"""Subscription schedules: phases that follow one another, so that a change waits for the period's end."""

from stripe_sandbox import clock
from stripe_sandbox.calls import EXPAND, Call, Route, known, listing, retrieve
from stripe_sandbox.errors import StripeError, missing, not_modelled
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.params import (
    Hash,
    boolean,
    clean,
    integer,
    merged,
    metadata,
    metadata_change,
    one_of,
    several,
    text,
)
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import lifecycle
from stripe_sandbox.subscriptions.objects import period_of
from stripe_sandbox.subscriptions.params import PRORATIONS
from stripe_sandbox.subscriptions.periods import boundary
from stripe_sandbox.subscriptions.schedule_objects import new_phase, new_schedule

OPEN = ("active", "not_started")
PHASE = Hash(
    {
        "billing_cycle_anchor": one_of("automatic", "phase_start"),
        "description": text(500),
        "duration": Hash(
            {"interval": one_of("day", "week", "month", "year"), "interval_count": integer(1)}, required=("interval",)
        ),
        "end_date": integer(),
        "items": several(
            Hash(
                {"price": text(), "quantity": integer(1)},
                unmodelled="billing_thresholds discounts metadata plan price_data tax_rates",
            ),
            20,
        ),
        "metadata": metadata,
        "proration_behavior": PRORATIONS,
        "start_date": integer(),
    },
    required=("items",),
    unmodelled=(
        "add_invoice_items application_fee_percent automatic_tax billing_thresholds collection_method currency "
        "default_payment_method default_tax_rates discounts invoice_settings on_behalf_of transfer_data trial "
        "trial_end"
    ),
)
CREATE = Hash(
    EXPAND | {"from_subscription": text(), "metadata": metadata},
    unmodelled=(
        "billing_mode customer customer_account default_settings end_behavior pause_schedules phases start_date"
    ),
)
UPDATE = Hash(
    EXPAND
    | {
        "end_behavior": one_of("cancel", "release", unmodelled="none renew"),
        "metadata": metadata_change,
        "phases": several(PHASE, 10),
        "proration_behavior": PRORATIONS,
    },
    unmodelled="default_settings pause_schedules",
)
RELEASE = Hash(EXPAND | {"preserve_cancel_date": boolean})
CANCEL = Hash(EXPAND | {"invoice_now": boolean, "prorate": boolean})


def create(call: Call) -> Json:
    params = clean(CREATE, call.raw)
    if "from_subscription" not in params:
        raise not_modelled("a schedule that begins its own subscription (give from_subscription)")
    subscription = known(call.store, "subscription", params["from_subscription"], "from_subscription")
    if subscription["schedule"]:
        raise StripeError(
            f"You cannot migrate a subscription that is already attached to a schedule: {subscription['schedule']}.",
            param="from_subscription",
        )
    if subscription["status"] not in lifecycle.RUNNING or subscription["cancel_at"]:
        raise StripeError("You cannot migrate a subscription that is ending or has ended.", param="from_subscription")
    schedule = new_schedule(subscription, params.get("metadata", {}), clock.now(call.store))
    emit(call.store, "subscription_schedule.created", call.store.put(schedule), cause=call.cause)
    lifecycle.change(call.store, subscription, {"schedule": schedule["id"]}, cause=call.cause)
    return call.answer(schedule, params)


def update(call: Call) -> Json:
    params = clean(UPDATE, call.raw)
    schedule = call.known("subscription_schedule", "schedule")
    _check_open(schedule, "update")
    before = dict(schedule)
    if "metadata" in params:
        schedule["metadata"] = merged(schedule["metadata"], params["metadata"])
    schedule["end_behavior"] = params.get("end_behavior", schedule["end_behavior"])
    if "phases" in params:
        schedule["phases"] = _phases(call.store, schedule, params["phases"])
    emit(call.store, "subscription_schedule.updated", call.store.put(schedule), before=before, cause=call.cause)
    return call.answer(schedule, params)


def release_by_call(call: Call) -> Json:
    params = clean(RELEASE, call.raw)
    schedule = call.known("subscription_schedule", "schedule")
    _check_open(schedule, "release")
    release(call.store, schedule, clock.now(call.store), cause=call.cause)
    return call.answer(schedule, params)


def release(store: Store, schedule: Json, at: int, *, cause: Json | None = None) -> None:
    """The subscription goes on as it is, on its own."""
    subscription = known(store, "subscription", schedule["subscription"], "subscription")
    schedule |= {
        "status": "released",
        "released_at": at,
        "released_subscription": subscription["id"],
        "subscription": None,
        "current_phase": None,
    }
    emit(store, "subscription_schedule.released", store.put(schedule), cause=cause)
    lifecycle.change(store, subscription, {"schedule": None}, cause=cause)


def cancel_by_call(call: Call) -> Json:
    """The schedule and its subscription end at once."""
    params = clean(CANCEL, call.raw)
    if params.get("prorate") or params.get("invoice_now"):
        raise not_modelled("prorate or invoice_now")
    schedule = call.known("subscription_schedule", "schedule")
    _check_open(schedule, "cancel")
    subscription = known(call.store, "subscription", schedule["subscription"], "subscription")
    lifecycle.cancel(call.store, subscription, clock.now(call.store), cause=call.cause)
    return call.answer(known(call.store, "subscription_schedule", schedule["id"], "schedule"), params)


def _phases(store: Store, schedule: Json, asked: list[Json]) -> list[Json]:
    """The phases as asked, one after the other from the present one on."""
    subscription = known(store, "subscription", schedule["subscription"], "subscription")
    _, period_end = period_of(subscription)
    current = schedule["current_phase"]
    phases: list[Json] = []
    for index, one in enumerate(asked):
        path = f"phases[{index}]"
        follows: int = phases[-1]["end_date"] if phases else current["start_date"]
        start: int = one.get("start_date", follows)
        if not phases and start != follows:
            raise StripeError("You can not modify the start date of the current phase.", param=f"{path}[start_date]")
        if start != follows:
            raise StripeError("Phases must follow one another without a gap.", param=f"{path}[start_date]")
        for number, item in enumerate(one["items"]):
            where = f"{path}[items][{number}][price]"
            if "price" not in item:
                raise missing(where)
            price = known(store, "price", item["price"], where)
            if price["currency"] != subscription["currency"] or price["recurring"] is None:
                raise StripeError("The price is not recurring or has another currency.", param=where)
        end = _end(store, one, start, path)
        if not phases and end != period_end:
            raise not_modelled(f"{path} that ends inside a billing period")
        phases.append(new_phase(one, start, end, subscription["currency"]))
    return phases


def _end(store: Store, one: Json, start: int, path: str) -> int:
    if "end_date" in one and "duration" in one:
        raise StripeError(
            "You may only specify one of these parameters: end_date, duration.", param=f"{path}[duration]"
        )
    if "end_date" in one:
        if one["end_date"] <= start:
            raise StripeError("The end date of a phase must be after its start.", param=f"{path}[end_date]")
        return int(one["end_date"])
    price = known(store, "price", one["items"][0]["price"], path)
    duration = one.get("duration") or price["recurring"]
    return boundary(start, duration["interval"], duration.get("interval_count") or 1, 1)


def _check_open(schedule: Json, verb: str) -> None:
    if schedule["status"] not in OPEN:
        raise StripeError(
            f"You cannot {verb} a subscription schedule that is currently in the `{schedule['status']}` status. It "
            "must be in `not_started` or `active`."
        )


ROUTES: list[Route] = [
    ("POST", "/v1/subscription_schedules", create),
    (
        "GET",
        "/v1/subscription_schedules",
        listing(
            "subscription_schedule",
            "/v1/subscription_schedules",
            {"customer": text()},
            unmodelled="canceled_at completed_at customer_account released_at scheduled",
        ),
    ),
    ("GET", "/v1/subscription_schedules/{}", retrieve("subscription_schedule", "schedule")),
    ("POST", "/v1/subscription_schedules/{}", update),
    ("POST", "/v1/subscription_schedules/{}/release", release_by_call),
    ("POST", "/v1/subscription_schedules/{}/cancel", cancel_by_call),
]
