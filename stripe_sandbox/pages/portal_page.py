"""The customer portal: cards, billing details, invoices, and whatever else its configuration offers."""

import re
import time

from stripe_sandbox import clock
from stripe_sandbox.errors import StripeError
from stripe_sandbox.messages import Json, Response, redirect
from stripe_sandbox.pages import forms, html
from stripe_sandbox.pages.html import Markup, render
from stripe_sandbox.pages.portal_view import page
from stripe_sandbox.payments import cards, customers, payment_methods
from stripe_sandbox.payments.cards import Outcome
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import lifecycle, updates

OPEN_FOR = 3600
KINDS = {"make-default": "payment_method", "remove": "payment_method", "end": "subscription", "keep": "subscription"}


class PortalPage:
    def __init__(self, store: Store) -> None:
        self._store = store

    def show(self, token: str) -> Response:
        session = self._session(token)
        return page(self._store, session, {}, {}) if session else _shut()

    def submit(self, token: str, given: dict[str, str]) -> Response:
        session = self._session(token)
        if session is None:
            return _shut()
        given = forms.quickly(given)
        verb, _, identifier = given.get("go", "add").partition(":")
        with self._store.transaction():
            wrong = self._do(session, verb, identifier, given)
        if wrong:
            return page(self._store, session, given, wrong)
        return redirect(f"/p/session/{token}")

    def _do(self, session: Json, verb: str, identifier: str, given: dict[str, str]) -> dict[str, str]:
        """What is wrong with what was typed; nothing when it is done."""
        customer = self._store.get(session["customer"], "customer")
        assert customer is not None
        allowed = self._features(session)
        if verb == "add" and allowed["payment_method_update"]["enabled"]:
            return self._add_card(customer, given)
        if verb == "details" and allowed["customer_update"]["enabled"]:
            return self._write_details(customer, allowed["customer_update"]["allowed_updates"], given)
        subject = self._store.get(identifier, KINDS.get(verb, ""))
        if subject is None or subject["customer"] != customer["id"]:
            raise StripeError("The portal has no such button.", status=404)
        if KINDS[verb] == "payment_method":
            return self._change_card(customer, subject, verb)
        if allowed["subscription_cancel"]["enabled"]:
            self._change_ending(subject, allowed["subscription_cancel"]["mode"], ends=verb == "end")
        return {}

    def _add_card(self, customer: Json, given: dict[str, str]) -> dict[str, str]:
        wrong = forms.card_problems(given)
        if wrong:
            return wrong
        card = cards.card_for(given["number"])
        if card.outcome is Outcome.DECLINED:
            return {"number": card.message}
        method = payment_methods.attach(
            self._store, customer["id"], forms.payer(given | {"email": customer["email"] or ""}, "card")
        )
        payment_methods.make_default(self._store, customer, method)
        return {}

    def _change_card(self, customer: Json, method: Json, verb: str) -> dict[str, str]:
        if verb == "make-default":
            payment_methods.make_default(self._store, customer, method)
        elif payment_methods.default_of(self._store, customer) == method["id"]:
            return {"cards": "The card that pays cannot be removed. Make another one the default first."}
        else:
            payment_methods.detach(self._store, method)
        return {}

    def _write_details(self, customer: Json, allowed: list[str], given: dict[str, str]) -> dict[str, str]:
        changes: Json = {}
        if "email" in allowed:
            if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", given.get("email", "")):
                return {"email": "Your email is incomplete."}
            changes["email"] = given["email"]
        if "name" in allowed:
            changes["name"] = given.get("name") or None
        if "address" in allowed:
            country = given.get("country", "").upper()
            if country and not re.fullmatch("[A-Z]{2}", country):
                return {"country": "Write the country's two letters."}
            fields = {"line1": given.get("line1"), "city": given.get("city"), "postal_code": given.get("postal_code")}
            changes["address"] = {name: value or None for name, value in (fields | {"country": country}).items()}
        customers.change(self._store, customer, changes)
        return {}

    def _change_ending(self, subscription: Json, mode: str, *, ends: bool) -> None:
        if subscription["schedule"] or subscription["status"] == "canceled":
            raise StripeError("This subscription cannot be changed here.")
        now = clock.now(self._store)
        if ends and mode == "immediately":
            lifecycle.cancel(self._store, subscription, now)
        else:
            updates.end_with_period(self._store, subscription, now, ends=ends)

    def _session(self, token: str) -> Json | None:
        session = self._store.get(self._store.setting(f"portal:{token}"), "billing_portal.session")
        opened = float(self._store.setting(f"portal-opened:{token}", "0"))
        return session if session and time.time() - opened < OPEN_FOR else None

    def _features(self, session: Json) -> Json:
        configuration = self._store.get(session["configuration"], "billing_portal.configuration")
        assert configuration is not None
        features: Json = configuration["features"]
        return features


def _shut() -> Response:
    text = "Open the portal again from the site: its address works for an hour."
    body = render("notice.html", title="This link has expired", text=text, link=Markup(""))
    return html.page("This link has expired", body, status=404)
