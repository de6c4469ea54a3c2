"""The desk's tables: what each row tells, and which buttons it has."""

import datetime

from stripe_sandbox import money
from stripe_sandbox.messages import Json
from stripe_sandbox.pages import html
from stripe_sandbox.pages.html import Markup, render
from stripe_sandbox.payments.disputes import DECIDED
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions.lifecycle import RUNNING
from stripe_sandbox.subscriptions.objects import items_of, period_of

ROWS = 15
Buttons = list[tuple[str, str]]


def sections(store: Store) -> Markup:
    """Every kind of thing of which there is one."""
    return html.join(
        [
            _section(
                "Checkout sessions", "Session", [_session(store, one) for one in _newest(store, "checkout.session")]
            ),
            _section("Subscriptions", "Subscription", [_subscription(one) for one in _newest(store, "subscription")]),
            _section("Invoices", "Invoice", [_invoice(one) for one in _newest(store, "invoice")]),
            _section("Refunds", "Refund", [_refund(one) for one in _newest(store, "refund")]),
            _section("Disputes", "Dispute", [_dispute(one) for one in _newest(store, "dispute")]),
        ]
    )


def short(identifier: str) -> str:
    return identifier if len(identifier) < 32 else f"{identifier[:14]}…{identifier[-6:]}"


def day(seconds: float) -> str:
    return f"{datetime.datetime.fromtimestamp(seconds, datetime.UTC):%d %b %Y, %H:%M}"


def _newest(store: Store, kind: str) -> list[Json]:
    return store.where(kind, ROWS)


def _session(store: Store, session: Json) -> Markup:
    buttons: Buttons = []
    if store.rows("SELECT 1 FROM settlement WHERE session = ?", (session["id"],)):
        buttons = [("succeeded", "Bank pays"), ("failed", "Bank refuses")]
    elif session["status"] == "open":
        buttons = [("expire", "Expire")]
    elif session["payment_status"] == "paid" and session["payment_intent"]:
        buttons = [("refund", "Refund"), ("dispute", "Dispute")]
    state = f"{session['status']}, {session['payment_status']}"
    return _row("sessions", session, session["client_reference_id"], session["amount_total"], state, buttons)


def _subscription(subscription: Json) -> Markup:
    item = items_of(subscription)[0]
    _, end = period_of(subscription)
    running = subscription["status"] in RUNNING
    buttons = [("renew", "To its renewal"), ("bad-card", "Card fails"), ("good-card", "Card pays"), ("end", "End now")]
    ends = "ends" if subscription["cancel_at"] else "renews"
    state = f"{subscription['status']}, {ends} {day(end)}" if running else subscription["status"]
    amount = item["price"]["unit_amount"] * item["quantity"]
    name = f"a {item['price']['recurring']['interval']}, {item['price']['nickname'] or item['price']['id']}"
    return _row("subscriptions", subscription, name, amount, state, buttons if running else [])


def _invoice(invoice: Json) -> Markup:
    buttons: Buttons = []
    if invoice["status"] == "open" and invoice["auto_advance"]:
        buttons = [("ask", "Ask again")]
    elif invoice["status"] == "paid" and invoice["amount_paid"]:
        buttons = [("refund", "Refund"), ("dispute", "Dispute")]
    state = f"{invoice['status']}, {invoice['billing_reason'].replace('_', ' ')}"
    return _row("invoices", invoice, invoice["number"], invoice["total"], state, buttons)


def _refund(refund: Json) -> Markup:
    buttons: Buttons = []
    if refund["status"] == "pending":
        buttons = [("succeeded", "Succeeds"), ("failed", "Fails")]
    elif refund["status"] == "succeeded":
        buttons = [("failed", "Fails after all")]
    return _row("refunds", refund, refund["reason"], refund["amount"], refund["status"], buttons)


def _dispute(dispute: Json) -> Markup:
    buttons: Buttons = [] if dispute["status"] in DECIDED else [("won", "Win"), ("lost", "Lose")]
    return _row("disputes", dispute, dispute["reason"], dispute["amount"], dispute["status"], buttons)


def _row(subject: str, body: Json, reference: str | None, amount: int, state: str, buttons: Buttons) -> Markup:
    return render(
        "desk_row.html",
        subject=subject,
        id=body["id"],
        short=short(body["id"]),
        reference=reference or "",
        amount=money.written(amount, body["currency"]),
        state=state.replace("_", " "),
        made=day(body["created"]),
        buttons=html.join([render("desk_button.html", verb=verb, label=label) for verb, label in buttons]),
    )


def _section(title: str, one: str, rows: list[Markup]) -> Markup:
    return render("desk_section.html", title=title, one=one, rows=html.join(rows)) if rows else Markup("")
