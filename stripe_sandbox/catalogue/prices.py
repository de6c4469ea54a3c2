"""Prices: one-time and recurring, found again by their lookup key."""

from stripe_sandbox import clock, ids, money
from stripe_sandbox.calls import EXPAND, Call, Route, known, retrieve
from stripe_sandbox.catalogue.products import INLINE, new_product
from stripe_sandbox.errors import StripeError
from stripe_sandbox.events import emit
from stripe_sandbox.listing import PAGING, created_range, page
from stripe_sandbox.messages import Json
from stripe_sandbox.params import (
    Field,
    Hash,
    boolean,
    clean,
    currency,
    emptiable,
    integer,
    merged,
    metadata,
    metadata_change,
    one_of,
    several,
    text,
    whole_decimal,
)
from stripe_sandbox.store import Store

INTERVALS = ("day", "month", "week", "year")
TAX_BEHAVIORS = ("exclusive", "inclusive", "unspecified")
RHYTHM: dict[str, Field] = {"interval": one_of(*INTERVALS), "interval_count": integer(1, 36)}
RECURRING = Hash(
    RHYTHM | {"usage_type": one_of("licensed", unmodelled="metered")},
    required=("interval",),
    unmodelled="meter trial_period_days",
)
AMOUNT: dict[str, Field] = {
    "unit_amount": integer(0, money.LARGEST_AMOUNT),
    "unit_amount_decimal": whole_decimal,
}
CREATE = Hash(
    AMOUNT
    | EXPAND
    | {
        "active": boolean,
        "billing_scheme": one_of("per_unit", unmodelled="tiered"),
        "currency": currency,
        "lookup_key": text(200),
        "metadata": metadata,
        "nickname": text(),
        "product": text(),
        "product_data": Hash(INLINE | {"active": boolean, "id": text()}, required=("name",), unmodelled="tax_details"),
        "recurring": RECURRING,
        "tax_behavior": one_of(*TAX_BEHAVIORS),
        "transfer_lookup_key": boolean,
    },
    required=("currency",),
    unmodelled="currency_options custom_unit_amount tiers tiers_mode transform_quantity",
)
UPDATE = Hash(
    EXPAND
    | {
        "active": boolean,
        "lookup_key": emptiable(text(200)),
        "metadata": metadata_change,
        "nickname": emptiable(text()),
        "tax_behavior": one_of(*TAX_BEHAVIORS),
        "transfer_lookup_key": boolean,
    },
    unmodelled="currency_options",
)
LIST = Hash(
    PAGING
    | {
        "active": boolean,
        "created": created_range,
        "currency": currency,
        "lookup_keys": several(text(), 10),
        "product": text(),
        "recurring": Hash({"interval": one_of(*INTERVALS)}, unmodelled="meter usage_type"),
        "type": one_of("one_time", "recurring"),
    }
)


def new_price(params: Json, product: str, at: int, *, active: bool = True) -> Json:
    amount = params["unit_amount"] if "unit_amount" in params else params["unit_amount_decimal"]
    recurring = params.get("recurring")
    return {
        "id": ids.new("price_"),
        "object": "price",
        "active": params.get("active", active),
        "billing_scheme": "per_unit",
        "created": at,
        "currency": params["currency"],
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": params.get("lookup_key"),
        "metadata": params.get("metadata", {}),
        "nickname": params.get("nickname"),
        "product": product,
        "recurring": recurring
        and {
            "interval": recurring["interval"],
            "interval_count": recurring.get("interval_count", 1),
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
        },
        "tax_behavior": params.get("tax_behavior", "unspecified"),
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring" if recurring else "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }


def check_amount(price: Json, path: str = "") -> None:
    """Exactly one of the two ways to say an amount."""
    if ("unit_amount" in price) == ("unit_amount_decimal" in price):
        raise StripeError(
            "You must specify either `unit_amount` or `unit_amount_decimal`.",
            param=f"{path}[unit_amount]" if path else "unit_amount",
        )


def create(call: Call) -> Json:
    params = clean(CREATE, call.raw)
    check_amount(params)
    if ("product" in params) == ("product_data" in params):
        raise StripeError("You must specify exactly one of `product` or `product_data`.", param="product")
    if "product" in params:
        known(call.store, "product", params["product"], "product")
        product = params["product"]
    else:
        made = call.store.put(new_product(call.store, params["product_data"]))
        emit(call.store, "product.created", made, cause=call.cause)
        product = made["id"]
    _free_lookup_key(call.store, params)
    price = call.store.put(new_price(params, product, clock.now(call.store)))
    emit(call.store, "price.created", price, cause=call.cause)
    return call.answer(price, params)


def update(call: Call) -> Json:
    params = clean(UPDATE, call.raw)
    price = call.known("price")
    expand = {"expand": params.pop("expand", [])}
    if (
        price["tax_behavior"] != "unspecified"
        and params.get("tax_behavior", price["tax_behavior"]) != price["tax_behavior"]
    ):
        raise StripeError("You cannot change the `tax_behavior` of a price once it is set.", param="tax_behavior")
    if params.get("lookup_key") != price["lookup_key"]:
        _free_lookup_key(call.store, params)
    params.pop("transfer_lookup_key", None)
    if "metadata" in params:
        params["metadata"] = merged(price["metadata"], params["metadata"])
    before = dict(price)
    price |= params
    emit(call.store, "price.updated", call.store.put(price), before=before, cause=call.cause)
    return call.answer(price, expand)


def listed(call: Call) -> Json:
    params = clean(LIST, call.raw)
    equal = {name: params.get(name) for name in ("active", "currency", "product", "type")}
    equal["recurring.interval"] = params.get("recurring", {}).get("interval")
    found = page(call.store, "price", "/v1/prices", params, among={"lookup_key": params.get("lookup_keys")}, **equal)
    return call.answer(found, params)


def _free_lookup_key(store: Store, params: Json) -> None:
    """A lookup key names one price; it moves only when it is told to."""
    key = params.get("lookup_key")
    holders = store.where("price", 1, lookup_key=key) if key else []
    if not holders:
        return
    if not params.get("transfer_lookup_key"):
        raise StripeError(f"A price (`{holders[0]['id']}`) already uses that lookup key.", param="lookup_key")
    store.put(holders[0] | {"lookup_key": None})


ROUTES: list[Route] = [
    ("POST", "/v1/prices", create),
    ("GET", "/v1/prices", listed),
    ("GET", "/v1/prices/{}", retrieve("price")),
    ("POST", "/v1/prices/{}", update),
]
