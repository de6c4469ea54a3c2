"""Coupons: so much off, so often, until then."""

import time

from stripe_sandbox import clock, ids, money
from stripe_sandbox.calls import EXPAND, Call, Route, listing
from stripe_sandbox.errors import StripeError, missing
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.params import (
    Hash,
    clean,
    currency,
    emptiable,
    integer,
    merged,
    metadata,
    metadata_change,
    one_of,
    percent,
    text,
)
from stripe_sandbox.store import Store

CREATE = Hash(
    EXPAND
    | {
        "amount_off": integer(1, money.LARGEST_AMOUNT),
        "currency": currency,
        "duration": one_of("forever", "once", "repeating"),
        "duration_in_months": integer(1),
        "id": text(),
        "max_redemptions": integer(1),
        "metadata": metadata,
        "name": text(40),
        "percent_off": percent,
        "redeem_by": integer(),
    },
    unmodelled="applies_to currency_options",
)
UPDATE = Hash(EXPAND | {"metadata": metadata_change, "name": emptiable(text(40))}, unmodelled="currency_options")


def create(call: Call) -> Json:
    params = clean(CREATE, call.raw)
    _check_together(params)
    if "id" in params and call.store.get(params["id"], "coupon"):
        raise StripeError("Coupon already exists.", code="resource_already_exists", param="id")
    coupon: Json = {
        "id": params.get("id") or ids.new("", 8),
        "object": "coupon",
        "amount_off": params.get("amount_off"),
        "created": clock.now(call.store),
        "currency": params.get("currency") if "amount_off" in params else None,
        "duration": params.get("duration", "once"),
        "duration_in_months": params.get("duration_in_months"),
        "livemode": False,
        "max_redemptions": params.get("max_redemptions"),
        "metadata": params.get("metadata", {}),
        "name": params.get("name"),
        "percent_off": params.get("percent_off"),
        "redeem_by": params.get("redeem_by"),
        "times_redeemed": 0,
        "valid": True,
    }
    emit(call.store, "coupon.created", call.store.put(coupon), cause=call.cause)
    return call.answer(coupon, params)


def retrieve(call: Call) -> Json:
    params = clean(Hash(EXPAND), call.raw)
    coupon = call.known("coupon", "coupon")
    return call.answer(coupon | {"valid": is_valid(coupon)}, params)


def update(call: Call) -> Json:
    params = clean(UPDATE, call.raw)
    coupon = call.known("coupon", "coupon")
    expand = {"expand": params.pop("expand", [])}
    if "metadata" in params:
        params["metadata"] = merged(coupon["metadata"], params["metadata"])
    before = dict(coupon)
    coupon |= params
    emit(call.store, "coupon.updated", call.store.put(coupon), before=before, cause=call.cause)
    return call.answer(coupon, expand)


def delete(call: Call) -> Json:
    """Whoever has it already keeps it; nobody else can redeem it."""
    coupon = call.known("coupon", "coupon")
    call.store.forget(coupon["id"])
    emit(call.store, "coupon.deleted", coupon | {"valid": False}, cause=call.cause)
    return {"id": coupon["id"], "object": "coupon", "deleted": True}


def is_valid(coupon: Json) -> bool:
    used_up = coupon["max_redemptions"] is not None and coupon["times_redeemed"] >= coupon["max_redemptions"]
    return not used_up and (coupon["redeem_by"] is None or coupon["redeem_by"] > time.time())


def check_redeemable(coupon: Json, currency: str, param: str) -> None:
    """Raise what Stripe says of a coupon that cannot be applied to an order in this currency."""
    if coupon["redeem_by"] is not None and coupon["redeem_by"] <= time.time():
        raise StripeError(f"Coupon {coupon['id']} has expired.", code="coupon_expired", param=param)
    if not is_valid(coupon):
        raise StripeError(f"Coupon {coupon['id']} is used up and cannot be applied.", param=param)
    if coupon["amount_off"] is not None and coupon["currency"] != currency:
        raise StripeError(
            f"The coupon's currency ({coupon['currency']}) is not that of the order ({currency}).", param=param
        )


def redeem(store: Store, coupon_id: str) -> None:
    coupon = store.get(coupon_id, "coupon")
    if coupon is not None:
        coupon["times_redeemed"] += 1
        store.put(coupon | {"valid": is_valid(coupon)})


def _check_together(params: Json) -> None:
    if ("percent_off" in params) == ("amount_off" in params):
        raise StripeError("Must provide exactly one of percent_off or amount_off.", param="percent_off")
    if "amount_off" in params and "currency" not in params:
        raise missing("currency")
    if params.get("duration") == "repeating" and "duration_in_months" not in params:
        raise missing("duration_in_months")
    if params.get("duration") != "repeating" and "duration_in_months" in params:
        raise StripeError(
            "`duration_in_months` can only be given when `duration` is `repeating`.", param="duration_in_months"
        )
    if params.get("redeem_by", 2**40) <= time.time():
        raise StripeError("`redeem_by` must be in the future.", param="redeem_by")


ROUTES: list[Route] = [
    ("POST", "/v1/coupons", create),
    ("GET", "/v1/coupons", listing("coupon", "/v1/coupons", {})),
    ("GET", "/v1/coupons/{}", retrieve),
    ("POST", "/v1/coupons/{}", update),
    ("DELETE", "/v1/coupons/{}", delete),
]
