"""How the payment page looks: the order on one side, the ways to pay on the other."""

import datetime

from stripe_sandbox import money, tax
from stripe_sandbox.config import Config
from stripe_sandbox.messages import Json, Response
from stripe_sandbox.pages import forms, html
from stripe_sandbox.pages.html import Markup, render
from stripe_sandbox.payments import cards, methods
from stripe_sandbox.store import Store


class CheckoutView:
    def __init__(self, store: Store, config: Config) -> None:
        self._store = store
        self._config = config

    def page(self, session: Json, given: dict[str, str], wrong: dict[str, str]) -> Response:
        if session["status"] != "open":
            return closed(session)
        items = self._store.line_items(session["id"])
        amount = money.written(session["amount_total"], session["currency"])
        due = _button(session, amount)
        body = render(
            "checkout.html",
            address=address(session),
            first_line=items[0]["description"],
            lines=html.join([_line(item) for item in items]),
            sums=_sums(session),
            amount=f"{amount}{_rhythm(items)}",
            promotion=self._promotion(session, given, wrong),
            back_url=session["cancel_url"] or "/",
            expires=_at(session["expires_at"]),
            reference=session["client_reference_id"] or session["id"][-12:],
            alert=render("alert.html", text=wrong["payment"]) if "payment" in wrong else "",
            email=given.get("email", self.email_of(session)),
            country=_country(session, given.get("country", self._country_of(session)), wrong),
            methods=self._methods(session, given, wrong) if session["amount_total"] else "",
            button=due,
            quick=forms.quick_cards(_page_of(session)) if session["amount_total"] else "",
            **forms.faults(wrong, "email"),
        )
        return html.page(due, body)

    def email_of(self, session: Json) -> str:
        customer = self._store.get(session["customer"], "customer") if session["customer"] else None
        return str(session["customer_email"] or (customer or {}).get("email") or "")

    def _country_of(self, session: Json) -> str:
        customer = self._store.get(session["customer"], "customer") if session["customer"] else None
        return str(((customer or {}).get("address") or {}).get("country") or "")

    def _promotion(self, session: Json, given: dict[str, str], wrong: dict[str, str]) -> Markup:
        if not session["allow_promotion_codes"]:
            return Markup("")
        if session["discounts"]:
            code = self._store.get(session["discounts"][0]["promotion_code"] or "", "promotion_code")
            return render("promotion_applied.html", address=address(session), code=code["code"] if code else "")
        typed = given.get("code", "")
        return render("promotion.html", address=address(session), code=typed, **forms.faults(wrong, "code"))

    def _methods(self, session: Json, given: dict[str, str], wrong: dict[str, str]) -> Markup:
        offered: list[str] = session["payment_method_types"]
        chosen = given.get("method", "card")
        return render(
            "methods.html",
            card_chosen="checked" if chosen == "card" else "",
            card=forms.card_fields(given, wrong),
            others=html.join([self._method(method, chosen) for method in offered if method != "card"]),
        )

    def _method(self, method: str, chosen: str) -> Markup:
        seconds = self._config.settle_after
        return render(
            "bank.html" if methods.is_delayed(method) else "wallet.html",
            method=method,
            label=methods.NAMES[method],
            chosen="checked" if chosen == method else "",
            wait=f"{seconds} seconds" if seconds else "the desk decides",
        )


def address(session: Json) -> str:
    """Where its forms go: the page is also shown at the address of a 3-D Secure that failed."""
    return f"/c/pay/{session['id']}"


def closed(session: Json | None) -> Response:
    link = Markup("")
    if session and session["cancel_url"]:
        link = render("link.html", url=session["cancel_url"], label="Back to the shop")
    if session is None:
        title, text, status = "No such checkout", "Something in the address is missing.", 404
    elif session["status"] == "complete":
        title, text, status = "You are all done here", "This checkout is complete. Nothing more is due.", 200
    else:
        title, text, status = (
            "This checkout has expired",
            "Nothing was charged. Start again from the shop.",
            200,
        )
    return html.page(title, render("notice.html", title=title, text=text, link=link), status=status)


def _button(session: Json, amount: str) -> str:
    if session["mode"] == "subscription":
        return f"Subscribe for {amount}"
    return f"Pay {amount}" if session["amount_total"] else "Complete order"


def _rhythm(items: list[Json]) -> str:
    recurring = items[0]["price"]["recurring"]
    if not recurring:
        return ""
    many = recurring["interval_count"]
    return f" every {many} {recurring['interval']}s" if many > 1 else f" a {recurring['interval']}"


def _page_of(session: Json) -> str:
    return cards.SUBSCRIBE if session["mode"] == "subscription" else cards.ORDER


def _line(item: Json) -> Markup:
    many = f" × {item['quantity']}" if item["quantity"] > 1 else ""
    amount = money.written(item["amount_subtotal"], item["currency"])
    return render("line.html", label=f"{item['description']}{many}", amount=amount)


def _sums(session: Json) -> Markup:
    """Discount and tax, where there are any."""
    details, currency = session["total_details"], session["currency"]
    lines = []
    if details["amount_discount"]:
        lines.append(
            render("line.html", label="Discount", amount=f"-{money.written(details['amount_discount'], currency)}")
        )
    if details["amount_tax"]:
        inside = session["amount_total"] == session["amount_subtotal"] - details["amount_discount"]
        label = "Tax (included)" if inside else "Tax"
        lines.append(render("line.html", label=label, amount=money.written(details["amount_tax"], currency)))
    return html.join(lines)


def _country(session: Json, chosen: str, wrong: dict[str, str]) -> Markup:
    """Where tax is due, the page asks where the buyer lives."""
    if not session["automatic_tax"]["enabled"]:
        return Markup("")
    options = [
        render("option.html", value=code, label=name, selected="selected" if chosen == code else "")
        for code, name in sorted(tax.COUNTRIES.items(), key=lambda pair: pair[1])
    ]
    return render("country.html", options=html.join(options), **forms.faults(wrong, "country"))


def _at(seconds: int) -> str:
    return f"{datetime.datetime.fromtimestamp(seconds, datetime.UTC):%d %B, %H:%M} UTC"
