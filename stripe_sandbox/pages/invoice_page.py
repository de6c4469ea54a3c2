"""The hosted page of an invoice: its lines, what is due, a card to pay it with, the same on paper."""

import datetime

from stripe_sandbox import clock, money
from stripe_sandbox.messages import Json, Response, redirect
from stripe_sandbox.pages import forms, html, pdf
from stripe_sandbox.pages.html import Markup, render
from stripe_sandbox.payments import cards, intents
from stripe_sandbox.payments.cards import Outcome
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import invoicing, lifecycle


class InvoicePage:
    def __init__(self, store: Store) -> None:
        self._store = store

    def show(self, token: str) -> Response:
        invoice = self._invoice(token)
        return _page(invoice, {}, {}) if invoice else _missing()

    def pdf(self, token: str) -> Response:
        invoice = self._invoice(token)
        if invoice is None:
            return _missing()
        rows = [f"Invoice {invoice['number']}", _day(invoice["created"]), str(invoice["customer_email"] or ""), ""]
        rows += [f"{label}: {amount}" for label, amount in _rows(invoice)]
        return Response(200, pdf.document(rows), "application/pdf")

    def submit(self, token: str, given: dict[str, str]) -> Response:
        """Pay an open invoice by a card, there and then."""
        given = forms.quickly(given)
        with self._store.transaction():
            invoice = self._invoice(token)
            if invoice is None:
                return _missing()
            if invoice["status"] != "open":
                return redirect(f"/i/{token}")
            wrong = forms.card_problems(given) or self._pay(invoice, given)
        return _page(invoice, given, wrong) if wrong else redirect(f"/i/{token}")

    def _pay(self, invoice: Json, given: dict[str, str]) -> dict[str, str]:
        payer = forms.payer(given | {"email": invoice["customer_email"] or ""}, "card")
        card = cards.card_for(given["number"])
        intent = invoicing.intent_of(self._store, invoice)
        if card.outcome in (Outcome.DECLINED, Outcome.ATTACHES):
            intents.decline(self._store, intent, payer, card.message, card.code, card.decline_code)
            return {"payment": card.message}
        invoicing.pay(self._store, invoice, intent, payer, clock.now(self._store))
        lifecycle.note_payment(self._store, lifecycle.subscription_of(self._store, invoice), invoice)
        return {}

    def _invoice(self, token: str) -> Json | None:
        return self._store.get(self._store.setting(f"hosted:{token}"), "invoice")


def _page(invoice: Json, given: dict[str, str], wrong: dict[str, str]) -> Response:
    body = render(
        "invoice.html",
        number=invoice["number"],
        status=invoice["status"],
        day=_day(invoice["created"]),
        who=invoice["customer_name"] or invoice["customer_email"] or "",
        rows=html.join([render("line.html", label=label, amount=amount) for label, amount in _rows(invoice)]),
        pdf=invoice["invoice_pdf"],
        pay=_form(invoice, given, wrong) if invoice["status"] == "open" else "",
    )
    return html.page(f"Invoice {invoice['number']}", body)


def _form(invoice: Json, given: dict[str, str], wrong: dict[str, str]) -> Markup:
    return render(
        "invoice_pay.html",
        alert=render("alert.html", text=wrong["payment"]) if "payment" in wrong else "",
        fields=forms.card_fields(given, wrong),
        button=f"Pay {money.written(invoice['amount_due'], invoice['currency'])}",
        quick=forms.quick_cards(cards.INVOICE),
    )


def _rows(invoice: Json) -> list[tuple[str, str]]:
    currency = invoice["currency"]
    rows = [(line["description"], line["amount"]) for line in invoice["lines"]["data"]]
    for tax in invoice["total_taxes"]:
        rows.append(("Tax (included)" if tax["tax_behavior"] == "inclusive" else "Tax", tax["amount"]))
    rows += [("Total", invoice["total"]), ("Paid", invoice["amount_paid"]), ("Due", invoice["amount_remaining"])]
    return [(label, money.written(amount, currency)) for label, amount in rows]


def _missing() -> Response:
    body = render("notice.html", title="No such invoice", text="Something in the address is missing.", link=Markup(""))
    return html.page("No such invoice", body, status=404)


def _day(seconds: int) -> str:
    return f"{datetime.datetime.fromtimestamp(seconds, datetime.UTC):%d %B %Y}"
