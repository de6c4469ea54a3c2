"""`expand[]`: ids replaced by the objects they name, four levels deep, refused where there is nothing."""

from typing import Any

from stripe_sandbox.errors import StripeError
from stripe_sandbox.listing import whole
from stripe_sandbox.messages import Json
from stripe_sandbox.store import Store

# Where in which kind of object an id stands, and the kind that it names.
LINKS = {
    "charge": {"payment_intent": "payment_intent", "customer": "customer"},
    "checkout.session": {
        "customer": "customer",
        "discounts.coupon": "coupon",
        "discounts.promotion_code": "promotion_code",
        "invoice": "invoice",
        "payment_intent": "payment_intent",
        "subscription": "subscription",
    },
    "dispute": {"charge": "charge", "payment_intent": "payment_intent"},
    "customer": {"invoice_settings.default_payment_method": "payment_method"},
    "invoice": {"customer": "customer", "parent.subscription_details.subscription": "subscription"},
    "invoice_payment": {"invoice": "invoice", "payment.payment_intent": "payment_intent"},
    "line_item": {"pricing.price_details.price": "price", "subscription": "subscription"},
    "payment_intent": {"latest_charge": "charge", "customer": "customer", "payment_method": "payment_method"},
    "payment_method": {"customer": "customer"},
    "price": {"product": "product"},
    "promotion_code": {"customer": "customer", "promotion.coupon": "coupon"},
    "refund": {"payment_intent": "payment_intent", "charge": "charge"},
    "subscription": {
        "customer": "customer",
        "default_payment_method": "payment_method",
        "latest_invoice": "invoice",
        "schedule": "subscription_schedule",
    },
    "subscription_schedule": {
        "customer": "customer",
        "phases.items.price": "price",
        "subscription": "subscription",
    },
}


def expand(store: Store, body: Json, paths: list[str]) -> Json:
    for path in paths:
        steps = path.split(".")
        if len(steps) > 4:
            raise StripeError("You cannot expand more than 4 levels of a property.", param="expand")
        _enter(store, body, steps, path)
    return body


def line_items(store: Store, session: str) -> Json:
    return whole(store.line_items(session), f"/v1/checkout/sessions/{session}/line_items")


def invoice_payments(store: Store, invoice: str) -> Json:
    return whole(store.where("invoice_payment", invoice=invoice), f"/v1/invoice_payments?invoice={invoice}")


def refunds(store: Store, charge: str) -> Json:
    return whole(store.where("refund", charge=charge), f"/v1/charges/{charge}/refunds")


# Lists that an object shows only when it is asked to.
LISTS = {
    ("charge", "refunds"): refunds,
    ("checkout.session", "line_items"): line_items,
    ("invoice", "payments"): invoice_payments,
}


def _enter(store: Store, body: Json, steps: list[str], path: str) -> None:
    """Go on inside an object, or inside every member of a list."""
    if body.get("object") != "list":
        if steps:
            _follow(store, body, body["object"], "", steps, path)
        return
    if steps and steps[0] != "data":
        raise _cannot(path)
    for item in body["data"]:
        _enter(store, item, steps[1:], path)


def _follow(store: Store, node: Json, kind: str, above: str, steps: list[str], path: str) -> None:
    """`node` is an object of this kind, or a hash in it that stands at `above`."""
    field, rest = steps[0], steps[1:]
    here = f"{above}.{field}" if above else field
    if (kind, here) in LISTS:
        node[field] = LISTS[kind, here](store, node["id"])
        _enter(store, node[field], rest, path)
        return
    links = LINKS.get(kind, {})
    if here in links:
        node[field] = _resolved(store, node.get(field), links[here])
        for found in node[field] if isinstance(node[field], list) else [node[field]]:
            if found is not None:
                _enter(store, found, rest, path)
        return
    if not any(link.startswith(f"{here}.") for link in links) and not _holds_object(node.get(field)):
        raise _cannot(path)
    inner = node.get(field)
    for item in inner if isinstance(inner, list) else [inner]:
        if item is None or not rest:
            continue
        if "object" in item:
            _enter(store, item, rest, path)
        else:
            _follow(store, item, kind, here, rest, path)


def _holds_object(value: Any) -> bool:
    return isinstance(value, dict) and "object" in value


def _resolved(store: Store, value: Any, kind: str) -> Any:
    if isinstance(value, list):
        return [_resolved(store, one, kind) for one in value]
    if not isinstance(value, str):
        return value
    found = store.get(value, kind)
    if found is None and kind == "customer":
        return {"id": value, "object": "customer", "deleted": True}
    return found


def _cannot(path: str) -> StripeError:
    return StripeError(
        f"This property cannot be expanded ({path}). You may want to try expanding a parent property, or "
        "the sandbox does not model it.",
        param="expand",
    )
