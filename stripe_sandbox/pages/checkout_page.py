"""The hosted-looking payment page: the order, the ways to pay, 3-D Secure, and the ways back to the shop."""

import datetime
import re

from stripe_sandbox import cards, checkout, money
from stripe_sandbox.cards import Outcome
from stripe_sandbox.config import Config
from stripe_sandbox.messages import Json, Response, redirect
from stripe_sandbox.pages import html
from stripe_sandbox.pages.html import Markup, render
from stripe_sandbox.payment_objects import Payer
from stripe_sandbox.store import Store

FIELDS = ("email", "number", "expiry", "cvc")


class CheckoutPage:
    def __init__(self, store: Store, config: Config) -> None:
        self._store = store
        self._config = config

    def show(self, session_id: str) -> Response:
        session = self._store.get(session_id, "checkout.session")
        return self._page(session, {}, {}) if session else _closed(None)

    def submit(self, session_id: str, given: dict[str, str]) -> Response:
        checkout.expire_due(self._store)
        session = self._store.get(session_id, "checkout.session")
        if session is None or session["status"] != "open":
            return _closed(session)
        if given.get("quick"):
            given |= {"number": given["quick"], "expiry": "12/34", "cvc": "123", "method": "card"}
            given["email"] = given.get("email") or session["customer_email"] or "payer@example.com"
        wrong = _problems(given, session)
        if wrong:
            return self._page(session, given, wrong)
        try:
            return self._pay(session, given)
        except checkout.NotOpen:
            return _closed(self._store.get(session_id, "checkout.session"))

    def show_authentication(self, session_id: str) -> Response:
        session = self._store.get(session_id, "checkout.session")
        if session is None or not checkout.waits_for_authentication(self._store, session_id):
            return _closed(session)
        amount = money.written(session["amount_total"], session["currency"])
        body = render("three_d_secure.html", amount=amount, card="4000 0025 0000 3155")
        return html.page("Confirm your payment", body)

    def authenticate(self, session_id: str, given: dict[str, str]) -> Response:
        try:
            if given.get("verdict") == "complete":
                checkout.authenticate(self._store, session_id)
                return self._to_shop(session_id)
            checkout.fail_authentication(self._store, session_id)
        except checkout.NotOpen:
            return _closed(self._store.get(session_id, "checkout.session"))
        session = self._store.get(session_id, "checkout.session")
        assert session is not None
        return self._page(session, {}, {"payment": cards.AUTHENTICATION_FAILED})

    def _pay(self, session: Json, given: dict[str, str]) -> Response:
        email, name = given["email"], given.get("name") or None
        if given.get("method") != "card":
            account = "1113" if given.get("account") == "failed" else "6789"
            payer = Payer(email, name, session["payment_method_types"][1], account)
            outcome = "failed" if given.get("account") == "failed" else "succeeded"
            checkout.start_bank_debit(self._store, session["id"], payer, outcome, self._config.settle_after)
            return self._to_shop(session["id"])
        card = cards.card_for(given["number"])
        month, year = cards.expiry_parts(given["expiry"])
        last4 = re.sub(r"\D", "", given["number"])[-4:]
        payer = Payer(email, name, "card", last4, card.brand, month, year)
        if card.outcome is Outcome.DECLINED:
            checkout.decline(self._store, session["id"], payer, card)
            return self._page(session, given, {"payment": card.message})
        if card.outcome is Outcome.AUTHENTICATES:
            checkout.ask_for_authentication(self._store, session["id"], payer)
            return redirect(f"/c/pay/{session['id']}/3ds")
        checkout.pay(self._store, session["id"], payer)
        return self._to_shop(session["id"])

    def _to_shop(self, session_id: str) -> Response:
        session = self._store.get(session_id, "checkout.session")
        assert session is not None
        return redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session_id))

    def _page(self, session: Json, given: dict[str, str], wrong: dict[str, str]) -> Response:
        if session["status"] != "open":
            return _closed(session)
        items = self._store.line_items(session["id"])
        amount = money.written(session["amount_total"], session["currency"])
        values: dict[str, object] = {}
        for field in FIELDS:
            values[f"{field}_state"] = (
                Markup(f'aria-invalid="true" aria-describedby="{field}-error"') if field in wrong else ""
            )
            values[f"{field}_error"] = _error(field, wrong[field]) if field in wrong else ""
        body = render(
            "checkout.html",
            first_line=items[0]["description"],
            lines=html.join([_line(item) for item in items]),
            amount=amount,
            alert=_alert(wrong["payment"]) if "payment" in wrong else "",
            back_url=session["cancel_url"] or "/",
            expires=_at(session["expires_at"]),
            reference=session["client_reference_id"] or session["id"][-12:],
            email=given.get("email", session["customer_email"] or ""),
            number=given.get("number", ""),
            expiry=given.get("expiry", ""),
            name=given.get("name", ""),
            card_chosen="checked" if given.get("method", "card") == "card" else "",
            bank=self._bank(session, given),
            quick=html.join([_quick(card) for card in cards.CARDS.values() if card.brand == "visa"]),
            **values,
        )
        return html.page(f"Pay {amount}", body)

    def _bank(self, session: Json, given: dict[str, str]) -> Markup:
        if len(session["payment_method_types"]) < 2:
            return Markup("")
        method = session["payment_method_types"][1]
        seconds = self._config.settle_after
        return render(
            "bank.html",
            method=method,
            label=cards.BANK_NAMES[method],
            chosen="checked" if given.get("method") == method else "",
            wait=f"{seconds} seconds" if seconds else "the desk decides",
        )


def _problems(given: dict[str, str], session: Json) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", given.get("email", "")):
        wrong["email"] = "Your email is incomplete."
    if given.get("method") not in session["payment_method_types"]:
        wrong["payment"] = "Choose a payment method."
    if given.get("method") == "card":
        today = datetime.datetime.now(datetime.UTC).date()
        fields = (given.get("number", ""), given.get("expiry", ""), given.get("cvc", ""))
        wrong |= cards.problems(*fields, today)
    return wrong


def _closed(session: Json | None) -> Response:
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


def _line(item: Json) -> Markup:
    many = f" × {item['quantity']}" if item["quantity"] > 1 else ""
    amount = money.written(item["amount_total"], item["currency"])
    return render("line.html", label=f"{item['description']}{many}", amount=amount)


def _quick(card: cards.TestCard) -> Markup:
    grouped = " ".join(card.number[at : at + 4] for at in range(0, 16, 4))
    return render("quick.html", number=card.number, grouped=grouped, meaning=card.meaning)


def _error(field: str, text: str) -> Markup:
    return render("error.html", field=field, text=text)


def _alert(text: str) -> Markup:
    return render("alert.html", text=text)


def _at(seconds: int) -> str:
    return f"{datetime.datetime.fromtimestamp(seconds, datetime.UTC):%d %B, %H:%M} UTC"
