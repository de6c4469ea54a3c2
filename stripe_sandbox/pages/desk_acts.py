"""The desk's buttons: trouble made on purpose, and the clock."""

from stripe_sandbox import clock
from stripe_sandbox.calls import known
from stripe_sandbox.checkout import delayed, paying
from stripe_sandbox.checkout.closing import NotOpen
from stripe_sandbox.errors import StripeError
from stripe_sandbox.messages import Json
from stripe_sandbox.payments import disputes, payment_methods, refunds
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import due, invoicing, lifecycle
from stripe_sandbox.subscriptions.objects import period_of
from stripe_sandbox.webhooks import Webhooks

DAY = 86_400
CARDS = {"good-card": "4242424242424242", "bad-card": "4000000000000341"}


def act(store: Store, webhooks: Webhooks, subject: str, identifier: str, verb: str) -> None:
    """Do what a button says. Raises StripeError where there is no such button, or nothing to press it for."""
    match subject, verb:
        case "webhooks", "pause" | "resume":
            webhooks.pause(verb == "pause")
        case "clock", "next" | "day" | "month":
            _move_clock(store, verb)
        case "events", "again" | "twice":
            webhooks.again(identifier, times=2 if verb == "twice" else 1)
        case "events", "late":
            webhooks.late(identifier)
        case "events", "drop":
            webhooks.drop(identifier)
        case "sessions", "succeeded" | "failed":
            delayed.settle(store, identifier, verb)
        case "sessions", "expire":
            _expire(store, identifier)
        case (("sessions" | "invoices"), ("refund" | "dispute")):
            _turn(store, _payment(store, subject, identifier), verb)
        case "invoices", "ask":
            lifecycle.ask(store, known(store, "invoice", identifier, "invoice"), clock.now(store))
        case "subscriptions", "renew" | "end" | "good-card" | "bad-card":
            _change(store, known(store, "subscription", identifier, "subscription"), verb)
        case "refunds", "succeeded" | "failed":
            refunds.decide(store, identifier, verb)
        case "disputes", "won" | "lost":
            disputes.decide(store, identifier, verb)
        case _:
            raise StripeError("The desk has no such button.", status=404)


def _move_clock(store: Store, verb: str) -> None:
    now = clock.now(store)
    if verb == "next":
        coming = due.next_due(store)
        due.advance(store, coming.at if coming else now)
    else:
        due.advance(store, now + (DAY if verb == "day" else 31 * DAY))


def _expire(store: Store, session_id: str) -> None:
    try:
        paying.expire(store, session_id)
    except NotOpen as state:
        raise StripeError(f"This session is {state} already.") from None


def _payment(store: Store, subject: str, identifier: str) -> Json:
    """The charge behind a session or an invoice."""
    if subject == "invoices":
        intent = invoicing.intent_of(store, known(store, "invoice", identifier, "invoice"))
    else:
        session = known(store, "checkout.session", identifier, "session")
        intent = known(store, "payment_intent", session["payment_intent"] or "", "payment_intent")
    return known(store, "charge", intent["latest_charge"] or "", "charge")


def _turn(store: Store, charge: Json, verb: str) -> None:
    if verb == "refund":
        refunds.refund(store, {"charge": charge["id"]})
    else:
        disputes.open_dispute(store, charge)


def _change(store: Store, subscription: Json, verb: str) -> None:
    if subscription["status"] not in lifecycle.RUNNING:
        raise StripeError("This subscription has ended.")
    if verb == "renew":
        due.advance(store, period_of(subscription)[1] + invoicing.DRAFT_FOR)
    elif verb == "end":
        with store.transaction():
            lifecycle.cancel(store, subscription, clock.now(store))
    else:
        payment_methods.replace(store, subscription["customer"], CARDS[verb])
