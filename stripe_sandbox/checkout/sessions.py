"""The addresses of Checkout Sessions: create, look up, list, line items, expire."""

import json

from stripe_sandbox import clock
from stripe_sandbox.calls import EXPAND_ONLY, Call, Route, known, retrieve
from stripe_sandbox.catalogue.prices import new_price
from stripe_sandbox.catalogue.products import new_product
from stripe_sandbox.checkout import discounts, paying
from stripe_sandbox.checkout.closing import NotOpen
from stripe_sandbox.checkout.objects import new_line_item, new_session
from stripe_sandbox.checkout.params import CREATE, check_together, check_total
from stripe_sandbox.errors import StripeError, not_modelled
from stripe_sandbox.expand import line_items
from stripe_sandbox.listing import PAGING, created_range, page
from stripe_sandbox.messages import Json
from stripe_sandbox.params import Hash, clean, text
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions.lifecycle import RUNNING

LIST = Hash(
    PAGING
    | {
        "created": created_range,
        "customer": text(),
        "payment_intent": text(),
        "status": text(),
        "subscription": text(),
    },
    unmodelled="customer_account customer_details payment_link",
)


def create(call: Call) -> Json:
    params = clean(CREATE, call.raw)
    check_together(params)
    customer = known(call.store, "customer", params["customer"], "customer") if "customer" in params else None
    items = [_line_item(call, item, index) for index, item in enumerate(params["line_items"])]
    currency = _one_currency(items)
    _check_recurring(params["mode"], items)
    if params["mode"] == "subscription":
        _check_customers_currency(call.store, customer, currency)
    session = new_session(params, currency, call.config.public_url)
    _check_taxable(params, items, customer)
    call.store.put(session)
    call.store.set(f"asked:{session['id']}", json.dumps(params))
    for chosen in params.get("discounts", []):
        session["discounts"] = [discounts.chosen(call.store, chosen, session, items)]
    country = (customer or {}).get("address") and customer["address"]["country"] if customer else None
    discounts.reprice(call.store, session, items, country)
    check_total(session)
    if params["mode"] == "subscription" and not session["amount_total"]:
        raise not_modelled("a subscription that costs nothing")
    return call.answer(session, params)


def listed(call: Call) -> Json:
    params = clean(LIST, call.raw)
    equal = {name: params.get(name) for name in ("customer", "payment_intent", "status", "subscription")}
    found = page(call.store, "checkout.session", "/v1/checkout/sessions", params, **equal)
    return call.answer(found, params)


def expire(call: Call) -> Json:
    params = clean(EXPAND_ONLY, call.raw)
    session = call.known("checkout.session", "session")
    try:
        expired = paying.expire(call.store, session["id"], cause=call.cause)
    except NotOpen as state:
        raise StripeError(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has '
            f"a status of `{state}`."
        ) from None
    return call.answer(expired, params)


def list_line_items(call: Call) -> Json:
    params = clean(Hash(PAGING), call.raw)
    return call.answer(line_items(call.store, call.known("checkout.session", "session")["id"]), params)


def _line_item(call: Call, item: Json, index: int) -> Json:
    """A line of a saved price, or of an inline one, which becomes a price and a product of its own."""
    if "price" in item:
        path = f"line_items[{index}][price]"
        price = known(call.store, "price", item["price"], path)
        if not price["active"]:
            raise StripeError("The price specified is inactive. This field only accepts active prices.", param=path)
    else:
        data = item["price_data"]
        if "product" in data:
            product = known(call.store, "product", data["product"], f"line_items[{index}][price_data][product]")
        else:
            product = call.store.put(new_product(call.store, data["product_data"], active=False))
        price = call.store.put(new_price(data, product["id"], clock.now(call.store), active=False))
    return new_line_item(item, price, known(call.store, "product", price["product"], "product")["name"])


def _one_currency(items: list[Json]) -> str:
    currencies = {item["currency"] for item in items}
    if len(currencies) > 1:
        raise StripeError(
            f"All prices must have the same currency, got {', '.join(sorted(currencies))}.", param="line_items"
        )
    return str(currencies.pop())


def _check_recurring(mode: str, items: list[Json]) -> None:
    recurring = [item["price"]["recurring"] for item in items]
    if mode == "payment":
        if any(recurring):
            raise StripeError(
                "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or "
                "use only one-time prices.",
                param="line_items",
            )
        return
    if not any(recurring):
        raise StripeError(
            "You must provide at least one recurring price in `subscription` mode when using prices.",
            param="line_items",
        )
    if not all(recurring):
        raise not_modelled("one-time prices in subscription mode")
    if len({(one["interval"], one["interval_count"]) for one in recurring}) > 1:
        raise not_modelled("prices of different intervals in one subscription")


def _check_customers_currency(store: Store, customer: Json | None, currency: str) -> None:
    """One customer's subscriptions are all in one currency."""
    for running in store.where("subscription", customer=customer["id"]) if customer else []:
        if running["status"] in RUNNING and running["currency"] != currency:
            raise StripeError(
                "You cannot combine currencies on a single customer. This customer has an active subscription in "
                f"{running['currency']}.",
                param="currency",
            )


def _check_taxable(params: Json, items: list[Json], customer: Json | None) -> None:
    if not params.get("automatic_tax", {}).get("enabled"):
        return
    for item in items:
        if item["price"]["tax_behavior"] == "unspecified":
            raise StripeError(
                "Automatic tax needs a `tax_behavior` of inclusive or exclusive on every price.", param="line_items"
            )
    located = customer is None or (customer["address"] or {}).get("country")
    if not located and params.get("customer_update", {}).get("address") != "auto":
        raise StripeError(
            "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to "
            "the Customer or set `customer_update[address]` to 'auto' to save the address entered in Checkout.",
            code="customer_tax_location_invalid",
            param="automatic_tax",
        )


ROUTES: list[Route] = [
    ("POST", "/v1/checkout/sessions", create),
    ("GET", "/v1/checkout/sessions", listed),
    ("GET", "/v1/checkout/sessions/{}", retrieve("checkout.session", "session")),
    ("GET", "/v1/checkout/sessions/{}/line_items", list_line_items),
    ("POST", "/v1/checkout/sessions/{}/expire", expire),
]
