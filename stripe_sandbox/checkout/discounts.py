"""The one discount of a session: a coupon given with it, or a promotion code given or typed on the page."""

from stripe_sandbox.catalogue import coupons, promotion_codes
from stripe_sandbox.checkout.params import check_total
from stripe_sandbox.checkout.totals import priced, totals
from stripe_sandbox.errors import StripeError, no_such
from stripe_sandbox.messages import Json
from stripe_sandbox.store import Store


def chosen(store: Store, asked: Json, session: Json, items: list[Json]) -> Json:
    """What a parameter `discounts[0]` names, if this order may have it. Raises StripeError."""
    if "promotion_code" in asked:
        param = "discounts[0][promotion_code]"
        code = store.get(asked["promotion_code"], "promotion_code")
        if code is None:
            raise no_such("promotion code", asked["promotion_code"], param, status=400)
        return _by_code(store, code, session, items, param)
    coupon = store.get(asked["coupon"], "coupon")
    if coupon is None:
        raise no_such("coupon", asked["coupon"], "discounts[0][coupon]", status=400)
    coupons.check_redeemable(coupon, session["currency"], "discounts[0][coupon]")
    return {"coupon": coupon["id"], "promotion_code": None}


def type_code(store: Store, session: Json, text: str) -> None:
    """What a customer typed on the page; an empty code takes the discount away again. Raises StripeError."""
    items = store.line_items(session["id"])
    if text:
        code = promotion_codes.typed(store, text)
        session["discounts"] = [_by_code(store, code, session, items, "promotion_code")]
    else:
        session["discounts"] = []
    with store.transaction():
        reprice(store, session, items, country_of(session))
        check_total(session)


def reprice(store: Store, session: Json, items: list[Json], country: str | None) -> None:
    """Price the lines anew, with the session's discount and, where tax is on, with this country's tax."""
    coupon = store.get(session["discounts"][0]["coupon"], "coupon") if session["discounts"] else None
    taxed = session["automatic_tax"]["enabled"]
    lines = priced(items, coupon, country if taxed else None)
    session |= totals(lines)
    if taxed:
        status = "complete" if country else "requires_location_inputs"
        session["automatic_tax"] = session["automatic_tax"] | {"status": status}
    with store.transaction():
        store.put(session)
        store.replace_line_items(session["id"], lines)


def country_of(session: Json) -> str | None:
    address = (session["customer_details"] or {}).get("address") or {}
    return address.get("country")


def check_still_valid(store: Store, session: Json) -> None:
    """A coupon may have been used up between the start of a checkout and its payment. Raises StripeError."""
    for discount in session["discounts"]:
        coupon = store.get(discount["coupon"], "coupon")
        if coupon is None:
            raise StripeError("This coupon no longer exists.")
        coupons.check_redeemable(coupon, session["currency"], "discounts")


def redeem(store: Store, session: Json) -> None:
    for discount in session["discounts"]:
        coupons.redeem(store, discount["coupon"])
        if discount["promotion_code"]:
            promotion_codes.redeem(store, discount["promotion_code"])


def _by_code(store: Store, code: Json, session: Json, items: list[Json], param: str) -> Json:
    order = {
        "amount": sum(item["amount_subtotal"] for item in items),
        "currency": session["currency"],
        "customer": session["customer"],
    }
    promotion_codes.check_usable(store, code, order, param)
    coupon = store.get(code["promotion"]["coupon"], "coupon")
    if coupon is None:
        raise no_such("coupon", code["promotion"]["coupon"], param, status=400)
    coupons.check_redeemable(coupon, session["currency"], param)
    return {"coupon": coupon["id"], "promotion_code": code["id"]}
