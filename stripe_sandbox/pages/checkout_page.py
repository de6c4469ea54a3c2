"""The hosted-looking payment page, as a conversation: what was typed, what came of it, and where it leads."""

import re

from stripe_sandbox import money
from stripe_sandbox.checkout import delayed, discounts, paying
from stripe_sandbox.checkout.closing import NotOpen
from stripe_sandbox.config import Config
from stripe_sandbox.errors import StripeError
from stripe_sandbox.messages import Json, Response, redirect
from stripe_sandbox.pages import forms, html
from stripe_sandbox.pages.checkout_view import CheckoutView, closed
from stripe_sandbox.pages.html import render
from stripe_sandbox.payments import cards, methods
from stripe_sandbox.payments.cards import Outcome
from stripe_sandbox.store import Store

REFUSED = "The payment was refused. Please choose a different payment method and try again."


class CheckoutPage:
    def __init__(self, store: Store, config: Config) -> None:
        self._store = store
        self._config = config
        self._view = CheckoutView(store, config)

    def show(self, session_id: str) -> Response:
        session = self._store.get(session_id, "checkout.session")
        # The page says so itself when the checkout is over.
        return self._view.page(session, {}, {}) if session else closed(None)

    def submit(self, session_id: str, given: dict[str, str]) -> Response:
        paying.expire_due(self._store)
        session = self._store.get(session_id, "checkout.session")
        if session is None or session["status"] != "open":
            return closed(session)
        if given.get("go") in ("apply", "remove"):
            return self._apply(session, given)
        if given.get("quick"):
            given = forms.quickly(given)
            given["email"] = given.get("email") or self._view.email_of(session) or "payer@example.com"
        wrong = _problems(given, session)
        if wrong:
            return self._view.page(session, given, wrong)
        before = session["amount_total"]
        if session["automatic_tax"]["enabled"]:
            discounts.reprice(self._store, session, self._store.line_items(session_id), given["country"])
        if session["amount_total"] != before:
            amount = money.written(session["amount_total"], session["currency"])
            return self._view.page(
                session, given, {"payment": f"With tax the total is {amount}. Pay once more to agree."}
            )
        try:
            return self._pay(session, given)
        except NotOpen:
            return closed(self._store.get(session_id, "checkout.session"))
        except StripeError as refused:
            return self._view.page(session, given, {"payment": refused.message})

    def show_authentication(self, session_id: str) -> Response:
        session = self._store.get(session_id, "checkout.session")
        if session is None or not paying.waits_for_authentication(self._store, session_id):
            return self.show(session_id)
        amount = money.written(session["amount_total"], session["currency"])
        body = render("three_d_secure.html", amount=amount, card="4000 0025 0000 3155")
        return html.page("Confirm your payment", body)

    def authenticate(self, session_id: str, given: dict[str, str]) -> Response:
        try:
            if given.get("verdict") == "complete":
                paying.authenticate(self._store, session_id)
                return self._to_shop(session_id)
            paying.fail_authentication(self._store, session_id)
        except NotOpen:
            return self.show(session_id)
        session = self._store.get(session_id, "checkout.session")
        assert session is not None
        return self._view.page(session, {}, {"payment": cards.AUTHENTICATION_FAILED})

    def _apply(self, session: Json, given: dict[str, str]) -> Response:
        """The promotion code, typed or taken away."""
        if not session["allow_promotion_codes"]:
            return self._view.page(session, given, {"payment": "This checkout takes no promotion codes."})
        typed = given.get("code", "") if given["go"] == "apply" else ""
        if given["go"] == "apply" and not typed:
            return self._view.page(session, given, {"code": "Enter a code."})
        try:
            discounts.type_code(self._store, session, typed)
        except StripeError as refused:
            held = self._store.get(session["id"], "checkout.session")
            assert held is not None
            words = "This code is invalid." if refused.code == "resource_missing" else refused.message
            return self._view.page(held, given, {"code": words})
        return self._view.page(session, given, {})

    def _pay(self, session: Json, given: dict[str, str]) -> Response:
        method = given.get("method", "")
        if not session["amount_total"] and session["mode"] == "payment":
            paying.complete_free(self._store, session["id"], forms.payer(given, ""))
        elif methods.is_delayed(method):
            fails = given.get("account") == "failed"
            payer = forms.payer(given, method, "1113" if fails else "6789")
            outcome = "failed" if fails else "succeeded"
            delayed.start(self._store, session["id"], payer, outcome, self._config.settle_after)
        elif method == "card":
            return self._pay_by_card(session, given)
        elif given.get("wallet") == "refuse":
            paying.decline(self._store, session["id"], forms.payer(given, method), cards.wallet_refusal(method))
            return self._view.page(session, given, {"payment": REFUSED})
        else:
            paying.pay(self._store, session["id"], forms.payer(given, method))
        return self._to_shop(session["id"])

    def _pay_by_card(self, session: Json, given: dict[str, str]) -> Response:
        card = cards.card_for(given["number"])
        payer = forms.payer(given, "card")
        if _declines(card, session):
            paying.decline(self._store, session["id"], payer, card)
            return self._view.page(session, given, {"payment": card.message})
        if card.outcome is Outcome.AUTHENTICATES:
            paying.ask_for_authentication(self._store, session["id"], payer)
            return redirect(f"/c/pay/{session['id']}/3ds")
        paying.pay(self._store, session["id"], payer)
        return self._to_shop(session["id"])

    def _to_shop(self, session_id: str) -> Response:
        session = self._store.get(session_id, "checkout.session")
        assert session is not None
        return redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session_id))


def _declines(card: cards.TestCard, session: Json) -> bool:
    """A card that only attaches pays the first invoice of a subscription, so that renewals can be seen to fail."""
    attaches = card.outcome is Outcome.ATTACHES and session["mode"] == "payment"
    return attaches or card.outcome is Outcome.DECLINED


def _problems(given: dict[str, str], session: Json) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", given.get("email", "")):
        wrong["email"] = "Your email is incomplete."
    if session["automatic_tax"]["enabled"] and not re.fullmatch("[A-Z]{2}", given.get("country", "")):
        wrong["country"] = "Choose your country."
    if not session["amount_total"] and session["mode"] == "payment":
        return wrong
    if given.get("method") not in session["payment_method_types"]:
        wrong["payment"] = "Choose a payment method."
    if given.get("method") == "card":
        wrong |= forms.card_problems(given)
    return wrong
