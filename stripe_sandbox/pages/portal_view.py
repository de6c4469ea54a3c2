"""How the customer portal looks."""

import datetime

from stripe_sandbox import money
from stripe_sandbox.messages import Json, Response
from stripe_sandbox.pages import forms, html
from stripe_sandbox.pages.html import Markup, render
from stripe_sandbox.payments import cards, methods, payment_methods
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions.objects import items_of, period_of


def page(store: Store, session: Json, given: dict[str, str], wrong: dict[str, str]) -> Response:
    customer = store.get(session["customer"], "customer")
    configuration = store.get(session["configuration"], "billing_portal.configuration")
    assert customer is not None
    assert configuration is not None
    features = configuration["features"]
    back = session["return_url"]
    body = render(
        "portal.html",
        who=customer["name"] or customer["email"] or customer["id"],
        back=render("link.html", url=back, label="Back to the site") if back else "",
        subscriptions=_subscriptions(store, customer, offers_end=features["subscription_cancel"]["enabled"]),
        cards=_cards(store, customer, given, wrong) if features["payment_method_update"]["enabled"] else "",
        details=_details(customer, features["customer_update"], given, wrong),
        invoices=_invoices(store, customer) if features["invoice_history"]["enabled"] else "",
    )
    return html.page("Customer portal", body)


def _subscriptions(store: Store, customer: Json, *, offers_end: bool) -> Markup:
    rows = [_subscription(store, one, offers_end) for one in store.where("subscription", customer=customer["id"])]
    return html.join(rows) or render("portal_empty.html", text="No subscription yet.")


def _subscription(store: Store, subscription: Json, offers_end: bool) -> Markup:
    item = items_of(subscription)[0]
    product = store.get(item["price"]["product"], "product") or {"name": "Subscription"}
    amount = money.written(item["price"]["unit_amount"] * item["quantity"], subscription["currency"])
    _, end = period_of(subscription)
    if subscription["status"] == "canceled":
        state = "ended"
    elif subscription["cancel_at"]:
        state = f"ends on {_day(subscription['cancel_at'])}"
    else:
        state = f"{subscription['status'].replace('_', ' ')}, renews on {_day(end)}"
    button = Markup("")
    if offers_end and subscription["status"] != "canceled" and not subscription["schedule"]:
        verb, label = ("keep", "Keep the plan") if subscription["cancel_at"] else ("end", "Cancel the plan")
        button = _button(verb, subscription, label)
    rhythm = f"{amount} a {item['price']['recurring']['interval']}"
    return render("portal_row.html", title=product["name"], text=f"{rhythm}, {state}", buttons=button)


def _cards(store: Store, customer: Json, given: dict[str, str], wrong: dict[str, str]) -> Markup:
    default = payment_methods.default_of(store, customer)
    held = [_card(method, method["id"] == default) for method in payment_methods.of_customer(store, customer["id"])]
    return render(
        "portal_cards.html",
        held=html.join(held) or render("portal_empty.html", text="No card yet."),
        alert=render("alert.html", text=wrong["cards"]) if "cards" in wrong else "",
        fields=forms.card_fields(given, wrong),
        quick=forms.quick_cards(cards.KEEP, "Or add a test card in one click"),
    )


def _card(method: Json, is_default: bool) -> Markup:
    card = method.get("card")
    title = f"{card['brand'].capitalize()} ending in {card['last4']}" if card else methods.NAMES[method["type"]]
    text = "Pays your invoices" if is_default else "Kept"
    buttons = (
        [] if is_default else [_button("make-default", method, "Make default"), _button("remove", method, "Remove")]
    )
    return render("portal_row.html", title=title, text=text, buttons=html.join(buttons))


def _details(customer: Json, feature: Json, given: dict[str, str], wrong: dict[str, str]) -> Markup:
    if not feature["enabled"]:
        return Markup("")
    address = customer["address"] or {}
    fields = []
    offered = [("email", "E-mail", customer["email"]), ("name", "Name", customer["name"])]
    for field, label, value in offered:
        if field in feature["allowed_updates"]:
            fields.append(_field(field, label, given, value, wrong))
    if "address" in feature["allowed_updates"]:
        labels = {"line1": "Street", "postal_code": "Postal code", "city": "City", "country": "Country (two letters)"}
        fields += [_field(name, label, given, address.get(name), wrong) for name, label in labels.items()]
    return render("portal_details.html", fields=html.join(fields))


def _field(name: str, label: str, given: dict[str, str], value: str | None, wrong: dict[str, str]) -> Markup:
    found = forms.faults(wrong, name)
    return render(
        "field.html",
        name=name,
        label=label,
        value=given.get(name, value or ""),
        state=found[f"{name}_state"],
        error=found[f"{name}_error"],
    )


def _invoices(store: Store, customer: Json) -> Markup:
    rows = [_invoice(one) for one in store.where("invoice", 50, customer=customer["id"]) if one["number"]]
    return render("portal_invoices.html", rows=html.join(rows) or render("portal_empty.html", text="No invoice yet."))


def _invoice(invoice: Json) -> Markup:
    amount = money.written(invoice["total"], invoice["currency"])
    link = render("link.html", url=invoice["hosted_invoice_url"], label="Show")
    text = f"{_day(invoice['created'])}, {amount}, {invoice['status']}"
    return render("portal_row.html", title=invoice["number"], text=text, buttons=link)


def _button(verb: str, subject: Json, label: str) -> Markup:
    return render("portal_button.html", verb=verb, id=subject["id"], label=label)


def _day(seconds: int) -> str:
    return f"{datetime.datetime.fromtimestamp(seconds, datetime.UTC):%d %B %Y}"
