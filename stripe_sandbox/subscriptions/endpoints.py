"""The addresses of subscriptions and of their invoices."""

from stripe_sandbox import clock
from stripe_sandbox.calls import EXPAND, EXPAND_ONLY, Call, Route, retrieve
from stripe_sandbox.errors import StripeError, not_modelled
from stripe_sandbox.listing import PAGING, created_range, page, whole
from stripe_sandbox.messages import Json
from stripe_sandbox.params import Hash, boolean, clean, one_of, text
from stripe_sandbox.payments import customers
from stripe_sandbox.subscriptions import invoicing, lifecycle
from stripe_sandbox.subscriptions.params import CANCEL
from stripe_sandbox.subscriptions.previews import create_preview
from stripe_sandbox.subscriptions.updates import update

STATUSES = ("active", "canceled", "incomplete", "incomplete_expired", "past_due", "paused", "trialing", "unpaid")
LIST = Hash(
    PAGING
    | {
        "created": created_range,
        "customer": text(),
        "price": text(),
        "status": one_of(*STATUSES, "all", "ended"),
    },
    unmodelled=(
        "automatic_tax collection_method current_period_end current_period_start customer_account plan test_clock"
    ),
)
LIST_INVOICES = Hash(
    PAGING
    | {
        "created": created_range,
        "customer": text(),
        "status": one_of("draft", "open", "paid", "uncollectible", "void"),
        "subscription": text(),
    },
    unmodelled="collection_method customer_account due_date",
)
PAYMENT = Hash(
    {"payment_intent": text(), "type": one_of("payment_intent", unmodelled="payment_record")},
    required=("type",),
    unmodelled="payment_record",
)
LIST_PAYMENTS = Hash(
    PAGING
    | {
        "created": created_range,
        "invoice": text(),
        "payment": PAYMENT,
        "status": one_of("canceled", "open", "paid"),
    }
)
PAY = Hash(EXPAND | {"off_session": boolean}, unmodelled="forgive mandate paid_out_of_band payment_method source")


def cancel(call: Call) -> Json:
    params = clean(CANCEL, call.raw)
    for name in ("invoice_now", "prorate"):
        if params.get(name):
            raise not_modelled(f"{name}=true")
    subscription = call.known("subscription")
    subscription["cancellation_details"] |= params.get("cancellation_details", {})
    lifecycle.cancel(call.store, subscription, clock.now(call.store), cause=call.cause)
    return call.answer(subscription, params)


def delete_customer(call: Call) -> Json:
    """A customer that goes takes its subscriptions along, at once."""
    customer = call.known("customer")
    for subscription in call.store.where("subscription", customer=customer["id"]):
        if subscription["status"] != "canceled":
            lifecycle.cancel(call.store, subscription, clock.now(call.store), cause=call.cause)
    return customers.forget(call.store, customer, cause=call.cause)


def listed(call: Call) -> Json:
    """Without a status, all that have not ended."""
    params = clean(LIST, call.raw)
    status = params.get("status")
    among: dict[str, list[str] | None] = {"status": None}
    if status is None:
        among["status"] = [one for one in STATUSES if one != "canceled"]
    elif status == "ended":
        among["status"] = ["canceled", "incomplete_expired"]
    equal = {"customer": params.get("customer"), "status": status if status in STATUSES else None}
    if "price" in params:
        equal["items.data[0].price.id"] = params["price"]
    return call.answer(page(call.store, "subscription", "/v1/subscriptions", params, among=among, **equal), params)


def list_invoices(call: Call) -> Json:
    params = clean(LIST_INVOICES, call.raw)
    equal = {
        "customer": params.get("customer"),
        "status": params.get("status"),
        "parent.subscription_details.subscription": params.get("subscription"),
    }
    return call.answer(page(call.store, "invoice", "/v1/invoices", params, **equal), params)


def list_lines(call: Call) -> Json:
    clean(Hash(PAGING), call.raw)
    invoice = call.known("invoice", "invoice")
    return whole(invoice["lines"]["data"], f"/v1/invoices/{invoice['id']}/lines")


def pay_invoice(call: Call) -> Json:
    """Ask for an open invoice now, by the customer's means of payment."""
    params = clean(PAY, call.raw)
    invoice = call.known("invoice", "invoice")
    if invoice["status"] == "paid":
        raise StripeError("Invoice is already paid")
    if invoice["status"] not in ("draft", "open"):
        raise StripeError(f"This invoice is {invoice['status']} and cannot be paid.")
    if not lifecycle.ask(call.store, invoice, clock.now(call.store)):
        raise StripeError(
            "Your card was declined.",
            status=402,
            kind="card_error",
            code="card_declined",
        )
    return call.answer(invoice, params)


def void_invoice(call: Call) -> Json:
    params = clean(EXPAND_ONLY, call.raw)
    invoice = call.known("invoice", "invoice")
    if invoice["status"] != "open":
        raise StripeError(f"You can only void open invoices; this one is {invoice['status']}.")
    invoicing.void(call.store, invoice, clock.now(call.store), cause=call.cause)
    return call.answer(invoice, params)


def list_payments(call: Call) -> Json:
    params = clean(LIST_PAYMENTS, call.raw)
    equal = {
        "invoice": params.get("invoice"),
        "payment.payment_intent": params.get("payment", {}).get("payment_intent"),
        "status": params.get("status"),
    }
    return call.answer(page(call.store, "invoice_payment", "/v1/invoice_payments", params, **equal), params)


ROUTES: list[Route] = [
    ("DELETE", "/v1/customers/{}", delete_customer),
    ("GET", "/v1/subscriptions", listed),
    ("GET", "/v1/subscriptions/{}", retrieve("subscription")),
    ("POST", "/v1/subscriptions/{}", update),
    ("DELETE", "/v1/subscriptions/{}", cancel),
    ("POST", "/v1/invoices/create_preview", create_preview),
    ("GET", "/v1/invoices", list_invoices),
    ("GET", "/v1/invoices/{}", retrieve("invoice", "invoice")),
    ("GET", "/v1/invoices/{}/lines", list_lines),
    ("POST", "/v1/invoices/{}/pay", pay_invoice),
    ("POST", "/v1/invoices/{}/void", void_invoice),
    ("GET", "/v1/invoice_payments", list_payments),
    ("GET", "/v1/invoice_payments/{}", retrieve("invoice_payment", "invoice_payment")),
]
