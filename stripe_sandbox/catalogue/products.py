"""Products: what a price is a price of."""

from stripe_sandbox import clock, ids
from stripe_sandbox.calls import EXPAND, Call, Route, listing, retrieve
from stripe_sandbox.errors import StripeError
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.params import (
    Field,
    Hash,
    boolean,
    clean,
    emptiable,
    merged,
    metadata,
    metadata_change,
    several,
    text,
    url,
)
from stripe_sandbox.store import Store

# What a product may be given wherever one is made: here, with a price, or inside a checkout.
INLINE: dict[str, Field] = {
    "name": text(),
    "metadata": metadata,
    "statement_descriptor": text(22),
    "tax_code": text(),
    "unit_label": text(12),
}
CREATE = Hash(
    INLINE
    | EXPAND
    | {"active": boolean, "description": text(40_000), "id": text(), "images": several(url, 8), "url": url},
    required=("name",),
    unmodelled="default_price_data marketing_features package_dimensions shippable tax_details type",
)
UPDATE = Hash(
    EXPAND
    | {
        "active": boolean,
        "description": emptiable(text(40_000)),
        "images": emptiable(several(url, 8)),
        "metadata": metadata_change,
        "name": text(),
        "statement_descriptor": text(22),
        "tax_code": emptiable(text()),
        "unit_label": emptiable(text(12)),
        "url": emptiable(url),
    },
    unmodelled="default_price marketing_features package_dimensions shippable tax_details",
)


def new_product(store: Store, params: Json, *, active: bool = True) -> Json:
    now = clock.now(store)
    return {
        "id": params.get("id") or ids.new("prod_", 14),
        "object": "product",
        "active": params.get("active", active),
        "created": now,
        "default_price": None,
        "description": params.get("description"),
        "images": params.get("images", []),
        "livemode": False,
        "marketing_features": [],
        "metadata": params.get("metadata", {}),
        "name": params["name"],
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": params.get("statement_descriptor"),
        "tax_code": params.get("tax_code"),
        "tax_details": None,
        "type": "service",
        "unit_label": params.get("unit_label"),
        "updated": now,
        "url": params.get("url"),
    }


def create(call: Call) -> Json:
    params = clean(CREATE, call.raw)
    if "id" in params and call.store.get(params["id"], "product"):
        raise StripeError("Product already exists.", code="resource_already_exists", param="id")
    product = call.store.put(new_product(call.store, params))
    emit(call.store, "product.created", product, cause=call.cause)
    return call.answer(product, params)


def update(call: Call) -> Json:
    params = clean(UPDATE, call.raw)
    product = call.known("product")
    expand = {"expand": params.pop("expand", [])}
    if "metadata" in params:
        params["metadata"] = merged(product["metadata"], params["metadata"])
    if params.get("images", ()) is None:
        params["images"] = []
    before = dict(product)
    product |= params | {"updated": clock.now(call.store)}
    emit(call.store, "product.updated", call.store.put(product), before=before, cause=call.cause)
    return call.answer(product, expand)


ROUTES: list[Route] = [
    ("POST", "/v1/products", create),
    (
        "GET",
        "/v1/products",
        listing("product", "/v1/products", {"active": boolean}, unmodelled="ids shippable type url"),
    ),
    ("GET", "/v1/products/{}", retrieve("product")),
    ("POST", "/v1/products/{}", update),
]
