"""Promotion codes: what a customer types to get a coupon."""

import re
import time

from stripe_sandbox import clock, ids
from stripe_sandbox.calls import EXPAND, Call, Route, known
from stripe_sandbox.catalogue.coupons import is_valid
from stripe_sandbox.errors import StripeError, missing, no_such
from stripe_sandbox.events import emit
from stripe_sandbox.listing import PAGING, created_range, page
from stripe_sandbox.messages import Json
from stripe_sandbox.params import (
    Hash,
    boolean,
    clean,
    currency,
    integer,
    merged,
    metadata,
    metadata_change,
    one_of,
    text,
)
from stripe_sandbox.store import Store

CREATE = Hash(
    EXPAND
    | {
        "active": boolean,
        "code": text(500),
        "customer": text(),
        "expires_at": integer(),
        "max_redemptions": integer(1),
        "metadata": metadata,
        "promotion": Hash({"type": one_of("coupon"), "coupon": text()}, required=("type",)),
        "restrictions": Hash(
            {"first_time_transaction": boolean, "minimum_amount": integer(1), "minimum_amount_currency": currency},
            unmodelled="currency_options",
        ),
    },
    required=("promotion",),
    unmodelled="customer_account",
)
UPDATE = Hash(EXPAND | {"active": boolean, "metadata": metadata_change}, unmodelled="restrictions")
LIST = Hash(
    PAGING | {"active": boolean, "code": text(), "coupon": text(), "created": created_range, "customer": text()},
    unmodelled="customer_account",
)


def create(call: Call) -> Json:
    params = clean(CREATE, call.raw)
    if "coupon" not in params["promotion"]:
        raise missing("promotion[coupon]")
    coupon = known(call.store, "coupon", params["promotion"]["coupon"], "promotion[coupon]")
    _check_together(call.store, params, coupon)
    restrictions = params.get("restrictions", {})
    code: Json = {
        "id": ids.new("promo_"),
        "object": "promotion_code",
        "active": params.get("active", True),
        "code": params.get("code") or ids.new("", 8).upper(),
        "created": clock.now(call.store),
        "customer": params.get("customer"),
        "customer_account": None,
        "expires_at": params.get("expires_at"),
        "livemode": False,
        "max_redemptions": params.get("max_redemptions"),
        "metadata": params.get("metadata", {}),
        "promotion": {"coupon": coupon["id"], "type": "coupon"},
        "restrictions": {
            "first_time_transaction": restrictions.get("first_time_transaction", False),
            "minimum_amount": restrictions.get("minimum_amount"),
            "minimum_amount_currency": restrictions.get("minimum_amount_currency"),
        },
        "times_redeemed": 0,
    }
    emit(call.store, "promotion_code.created", call.store.put(code), cause=call.cause)
    return call.answer(code, params)


def retrieve(call: Call) -> Json:
    params = clean(Hash(EXPAND), call.raw)
    code = call.known("promotion_code", "promotion_code")
    return call.answer(code | {"active": is_active(call.store, code)}, params)


def update(call: Call) -> Json:
    params = clean(UPDATE, call.raw)
    code = call.known("promotion_code", "promotion_code")
    expand = {"expand": params.pop("expand", [])}
    if params.get("active") and not is_active(call.store, code | {"active": True}):
        raise StripeError("This promotion code can no longer be redeemed, so it cannot be activated.", param="active")
    if "metadata" in params:
        params["metadata"] = merged(code["metadata"], params["metadata"])
    before = dict(code)
    code |= params
    emit(call.store, "promotion_code.updated", call.store.put(code), before=before, cause=call.cause)
    return call.answer(code, expand)


def listed(call: Call) -> Json:
    params = clean(LIST, call.raw)
    equal = {name: params.get(name) for name in ("active", "customer")}
    equal["promotion.coupon"] = params.get("coupon")
    among = {"code": _spellings(call.store, params["code"]) if "code" in params else None}
    found = page(call.store, "promotion_code", "/v1/promotion_codes", params, among=among, **equal)
    return call.answer(found, params)


def is_active(store: Store, code: Json) -> bool:
    coupon = store.get(code["promotion"]["coupon"], "coupon")
    used_up = code["max_redemptions"] is not None and code["times_redeemed"] >= code["max_redemptions"]
    expired = code["expires_at"] is not None and code["expires_at"] <= time.time()
    return bool(code["active"] and coupon and is_valid(coupon) and not used_up and not expired)


def check_usable(store: Store, code: Json, order: Json, param: str) -> None:
    """Raise what Stripe says of a code that this customer cannot use on this order (total, currency, customer)."""
    restrictions = code["restrictions"]
    if not is_active(store, code):
        raise StripeError("This promotion code is not active or has expired.", param=param)
    if code["customer"] and code["customer"] != order["customer"]:
        raise StripeError("This promotion code belongs to another customer.", param=param)
    if restrictions["minimum_amount"] is not None and (
        restrictions["minimum_amount_currency"] != order["currency"]
        or order["amount"] < restrictions["minimum_amount"]
    ):
        raise StripeError("This promotion code needs a larger order.", param=param)
    if restrictions["first_time_transaction"] and _has_paid(store, order["customer"]):
        raise StripeError(
            "This promotion code cannot be redeemed because the associated customer has prior transactions.",
            param=param,
        )


def typed(store: Store, text: str) -> Json:
    """The active code that a customer typed, in any case. Raises StripeError."""
    for spelling in _spellings(store, text):
        for code in store.where("promotion_code", code=spelling):
            if is_active(store, code):
                return code
    raise no_such("promotion code", text, "promotion_code", status=400)


def redeem(store: Store, code_id: str) -> None:
    code = store.get(code_id, "promotion_code")
    if code is not None:
        code["times_redeemed"] += 1
        store.put(code | {"active": is_active(store, code)})


def _check_together(store: Store, params: Json, coupon: Json) -> None:
    if not is_valid(coupon):
        raise StripeError(f"Coupon {coupon['id']} is not valid any more.", param="promotion[coupon]")
    if params.get("expires_at", 2**40) <= time.time():
        raise StripeError("`expires_at` must be in the future.", param="expires_at")
    restrictions = params.get("restrictions", {})
    if ("minimum_amount" in restrictions) != ("minimum_amount_currency" in restrictions):
        raise missing("restrictions[minimum_amount_currency]")
    if "customer" in params:
        known(store, "customer", params["customer"], "customer")
    code = params.get("code", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", code):
        raise StripeError("Promotion codes may only hold letters, digits, hyphens and underscores.", param="code")
    for spelling in _spellings(store, code):
        if any(is_active(store, other) for other in store.where("promotion_code", code=spelling)):
            raise StripeError(f"An active promotion code with `code: {code}` already exists.", param="code")


def _spellings(store: Store, code: str) -> list[str]:
    """How the codes that differ from this one only in case are written."""
    rows = store.rows(
        "SELECT DISTINCT json_extract(body, '$.code') AS code FROM object"
        " WHERE kind = 'promotion_code' AND lower(json_extract(body, '$.code')) = lower(?)",
        (code,),
    )
    return [row["code"] for row in rows]


def _has_paid(store: Store, customer: str | None) -> bool:
    return bool(customer and store.where("payment_intent", 1, customer=customer, status="succeeded"))


ROUTES: list[Route] = [
    ("POST", "/v1/promotion_codes", create),
    ("GET", "/v1/promotion_codes", listed),
    ("GET", "/v1/promotion_codes/{}", retrieve),
    ("POST", "/v1/promotion_codes/{}", update),
]
