"""`expand[]`: ids replaced by the objects they name, four levels deep, refused where there is nothing."""

from stripe_sandbox.errors import StripeError
from stripe_sandbox.listing import whole
from stripe_sandbox.messages import Json
from stripe_sandbox.store import Store

# Field -> the kind of object that its id names, by the kind that holds it.
LINKS = {
    "checkout.session": {"payment_intent": "payment_intent", "customer": "customer"},
    "payment_intent": {"latest_charge": "charge", "customer": "customer"},
    "charge": {"payment_intent": "payment_intent", "customer": "customer"},
    "refund": {"payment_intent": "payment_intent", "charge": "charge"},
}


def expand(store: Store, body: Json, paths: list[str]) -> Json:
    for path in paths:
        steps = path.split(".")
        if len(steps) > 4:
            raise StripeError("You cannot expand more than 4 levels of a property.", param="expand")
        if body.get("object") == "list":
            if steps[0] != "data":
                raise _cannot(path)
            for item in body["data"]:
                _follow(store, item, steps[1:], path)
        else:
            _follow(store, body, steps, path)
    return body


def _follow(store: Store, holder: Json, steps: list[str], path: str) -> None:
    if not steps:
        return
    field, rest = steps[0], steps[1:]
    if holder["object"] == "checkout.session" and field == "line_items":
        holder[field] = line_items(store, holder["id"])
        return
    kind = LINKS.get(holder["object"], {}).get(field)
    if kind is None:
        raise _cannot(path)
    if isinstance(holder[field], str):
        holder[field] = store.get(holder[field], kind)
    if holder[field] is not None:
        _follow(store, holder[field], rest, path)


def line_items(store: Store, session: str) -> Json:
    return whole(store.line_items(session), f"/v1/checkout/sessions/{session}/line_items")


def _cannot(path: str) -> StripeError:
    return StripeError(
        f"This property cannot be expanded ({path}). You may want to try expanding a parent property, or "
        f"the sandbox "
        "does not model it.",
        param="expand",
    )
