"""Means of payment that a customer keeps: attached, listed, charged again without anybody there."""

from stripe_sandbox import clock, ids
from stripe_sandbox.calls import Call, Route, known, listing, retrieve
from stripe_sandbox.errors import StripeError, no_such
from stripe_sandbox.events import emit
from stripe_sandbox.listing import PAGING, page
from stripe_sandbox.messages import Json
from stripe_sandbox.params import Hash, clean, text
from stripe_sandbox.payments import cards
from stripe_sandbox.payments.objects import Payer
from stripe_sandbox.store import Store

LIST = Hash(PAGING | {"type": text()}, unmodelled="allow_redisplay")


def attach(store: Store, customer: str, payer: Payer) -> Json:
    """Keep what this payer paid with."""
    method = store.put(_new_method(payer, customer, clock.now(store)))
    store.set(f"number:{method['id']}", payer.number)
    emit(store, "payment_method.attached", method)
    return method


def detach(store: Store, method: Json, *, cause: Json | None = None) -> None:
    before = dict(method)
    method["customer"] = None
    emit(store, "payment_method.detached", store.put(method), before=before, cause=cause)


def replace(store: Store, customer_id: str, number: str) -> str:
    """Keep a card of this number and make it the one for all invoices, those of running subscriptions too."""
    with store.transaction():
        customer = known(store, "customer", customer_id, "customer")
        card = cards.card_for(number)
        digits = cards.digits(number)
        payer = Payer(
            customer["email"] or "", customer["name"], "card", digits[-4:], card.brand, 12, 2034, number=digits
        )
        method = attach(store, customer_id, payer)
        make_default(store, customer, method)
        return str(method["id"])


def make_default(store: Store, customer: Json, method: Json) -> None:
    """The one for all invoices from now on, those of running subscriptions too."""
    before = dict(customer)
    customer["invoice_settings"] = customer["invoice_settings"] | {"default_payment_method": method["id"]}
    emit(store, "customer.updated", store.put(customer), before=before)
    for subscription in store.where("subscription", customer=customer["id"]):
        if subscription["ended_at"] is None:
            earlier = dict(subscription)
            subscription["default_payment_method"] = method["id"]
            emit(store, "customer.subscription.updated", store.put(subscription), before=earlier)


def default_of(store: Store, customer: Json) -> str | None:
    """The one that pays this customer's invoices."""
    for subscription in store.where("subscription", customer=customer["id"]):
        if subscription["ended_at"] is None and subscription["default_payment_method"]:
            return str(subscription["default_payment_method"])
    found: str | None = customer["invoice_settings"]["default_payment_method"]
    return found


def of_customer(store: Store, customer: str) -> list[Json]:
    return store.where("payment_method", customer=customer)


def card_of(store: Store, method: Json) -> cards.TestCard:
    """How the card behind it behaves; what is no card pays."""
    number = store.setting(f"number:{method['id']}")
    return cards.card_for(number) if number else cards.ALWAYS_PAYS


def payer_of(store: Store, customer: Json, method: Json) -> Payer:
    """The customer paying without being there."""
    card = method.get("card") or {}
    own = method[method["type"]]
    return Payer(
        method["billing_details"]["email"] or customer["email"] or "",
        method["billing_details"]["name"] or customer["name"],
        method["type"],
        own.get("last4", ""),
        card.get("brand", ""),
        card.get("exp_month", 0),
        card.get("exp_year", 0),
        number=store.setting(f"number:{method['id']}"),
        payment_method=method["id"],
    )


def list_of_customer(call: Call) -> Json:
    params = clean(LIST, call.raw)
    customer = call.known("customer", "customer")["id"]
    url = f"/v1/customers/{customer}/payment_methods"
    found = page(call.store, "payment_method", url, params, customer=customer, type=params.get("type"))
    return call.answer(found, params)


def retrieve_of_customer(call: Call) -> Json:
    method = known(call.store, "payment_method", call.ids[1], "payment_method", status=404)
    if method["customer"] != call.known("customer", "customer")["id"]:
        raise no_such("PaymentMethod", method["id"], "payment_method")
    return method


def detach_by_call(call: Call) -> Json:
    method = call.known("payment_method", "payment_method")
    if method["customer"] is None:
        raise StripeError("The payment method you provided is not attached to a customer so detachment is impossible.")
    detach(call.store, method, cause=call.cause)
    return method


def _new_method(payer: Payer, customer: str, at: int) -> Json:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    method: Json = {
        "id": ids.new("pm_"),
        "object": "payment_method",
        "allow_redisplay": "limited",
        "billing_details": {
            "address": address | {"country": payer.country or None},
            "email": payer.email,
            "name": payer.name,
            "phone": None,
            "tax_id": None,
        },
        "created": at,
        "customer": customer,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": payer.method,
    }
    if payer.method != "card":
        own: Json = {"country": payer.country or None, "payer_email": payer.email, "payer_id": None}
        return method | {payer.method: own if payer.method == "paypal" else {}}
    return method | {
        "card": {
            "brand": payer.brand,
            "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
            "country": "US",
            "display_brand": payer.brand,
            "exp_month": payer.exp_month,
            "exp_year": payer.exp_year,
            "fingerprint": payer.fingerprint,
            "funding": "credit",
            "generated_from": None,
            "last4": payer.last4,
            "networks": {"available": [payer.brand], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        }
    }


ROUTES: list[Route] = [
    (
        "GET",
        "/v1/payment_methods",
        listing(
            "payment_method",
            "/v1/payment_methods",
            {"customer": text(), "type": text()},
            unmodelled="allow_redisplay customer_account",
        ),
    ),
    ("GET", "/v1/payment_methods/{}", retrieve("payment_method", "payment_method")),
    ("POST", "/v1/payment_methods/{}/detach", detach_by_call),
    ("GET", "/v1/customers/{}/payment_methods", list_of_customer),
    ("GET", "/v1/customers/{}/payment_methods/{}", retrieve_of_customer),
]
