"""The life of an invoice: drafted, finalized, asked for, paid or not, asked for again."""

from stripe_sandbox import ids
from stripe_sandbox.events import emit
from stripe_sandbox.messages import Json
from stripe_sandbox.payments import disputes, intents, payment_methods
from stripe_sandbox.payments.cards import Outcome
from stripe_sandbox.payments.objects import Payer, new_payment_intent
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions.invoice_objects import new_invoice, new_invoice_payment

HOUR, DAY = 3600, 86_400
# A renewal's draft can still be changed for so long.
DRAFT_FOR = HOUR
# Days from one refused attempt to the next; after the last one the subscription ends.
RETRY_AFTER = (3, 5, 6)


def draft(store: Store, subscription: Json, lines: list[Json], *, reason: str, at: int, since: int) -> Json:
    """An invoice that is not yet final. `since` is when the period before it began."""
    customer = store.get(subscription["customer"], "customer")
    assert customer is not None
    invoice = new_invoice(subscription, customer, lines, reason=reason, at=at)
    invoice["period_start"] = since
    store.put(invoice)
    subscription["latest_invoice"] = invoice["id"]
    return invoice


def finalize(store: Store, invoice: Json, at: int, *, intent: Json | None = None) -> Json | None:
    """From now on the amounts stand. Gives the PaymentIntent that is to bring the money, if any is due."""
    customer = store.get(invoice["customer"], "customer")
    assert customer is not None
    number = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04d}"
    balance = invoice["starting_balance"] + invoice["total"] - invoice["amount_due"]
    store.put(customer | {"next_invoice_sequence": customer["next_invoice_sequence"] + 1, "balance": balance})
    token = ids.new("test_", 32)
    invoice |= {
        "number": number,
        "status": "open",
        "effective_at": at,
        "ending_balance": balance,
        "automatically_finalizes_at": None,
        "hosted_invoice_url": f"{store.setting('public_url')}/i/{token}",
        "invoice_pdf": f"{store.setting('public_url')}/i/{token}/pdf",
        "status_transitions": invoice["status_transitions"] | {"finalized_at": at},
    }
    store.set(f"hosted:{token}", invoice["id"])
    if invoice["amount_due"]:
        intent = intent or _new_intent(store, invoice)
        store.put(new_invoice_payment(invoice, intent["id"], at))
    emit(store, "invoice.finalized", store.put(invoice))
    return intent if invoice["amount_due"] else None


def collect(store: Store, invoice: Json, subscription: Json, at: int) -> bool:
    """Ask the customer's means of payment for it, without anybody there. Whether it is paid now."""
    customer = store.get(invoice["customer"], "customer")
    assert customer is not None
    if not invoice["amount_due"]:
        settle(store, invoice, at)
        return True
    intent = intent_of(store, invoice)
    method = default_method(store, customer, subscription)
    if method is None:
        _note_refusal(store, invoice, at)
        return False
    payer = payment_methods.payer_of(store, customer, method)
    card = payment_methods.card_of(store, method)
    if card.outcome in (Outcome.DECLINED, Outcome.ATTACHES):
        intents.decline(store, intent, payer, card.message, card.code, card.decline_code)
        _note_refusal(store, invoice, at)
        return False
    pay(store, invoice, intent, payer, at)
    disputes.follow(store, intent["latest_charge"], payer.number)
    return True


def pay(store: Store, invoice: Json, intent: Json, payer: Payer, at: int) -> None:
    """The money for a finalized invoice comes."""
    intents.charge(store, intent, payer)
    settle(store, invoice, at)


def settle(store: Store, invoice: Json, at: int) -> None:
    for payment in store.where("invoice_payment", invoice=invoice["id"]):
        payment |= {"amount_paid": invoice["amount_due"], "status": "paid"}
        payment["status_transitions"] = {"canceled_at": None, "paid_at": at}
        emit(store, "invoice_payment.paid", store.put(payment))
    invoice |= {
        "status": "paid",
        "amount_paid": invoice["amount_due"],
        "amount_remaining": 0,
        "attempted": True,
        "attempt_count": invoice["attempt_count"] + (1 if invoice["amount_due"] else 0),
        "auto_advance": False,
        "next_payment_attempt": None,
        "status_transitions": invoice["status_transitions"] | {"paid_at": at},
    }
    store.put(invoice)
    emit(store, "invoice.paid", invoice)
    emit(store, "invoice.payment_succeeded", invoice)


def void(store: Store, invoice: Json, at: int, *, cause: Json | None = None) -> None:
    invoice |= {"status": "void", "auto_advance": False, "next_payment_attempt": None}
    invoice["status_transitions"] = invoice["status_transitions"] | {"voided_at": at}
    emit(store, "invoice.voided", store.put(invoice), cause=cause)


def stop_asking(store: Store, subscription: Json) -> None:
    """What is unpaid when a subscription ends stays open, and nobody asks for it any more; drafts go."""
    for invoice in invoices_of(store, subscription["id"]):
        if invoice["status"] == "draft":
            store.forget(invoice["id"])
            emit(store, "invoice.deleted", invoice)
        elif invoice["status"] == "open":
            store.put(invoice | {"auto_advance": False, "next_payment_attempt": None})


def invoices_of(store: Store, subscription: str) -> list[Json]:
    return store.where("invoice", 1000, **{"parent.subscription_details.subscription": subscription})


def intent_of(store: Store, invoice: Json) -> Json:
    payment = store.where("invoice_payment", 1, invoice=invoice["id"])[0]
    intent = store.get(payment["payment"]["payment_intent"], "payment_intent")
    assert intent is not None
    return intent


def default_method(store: Store, customer: Json, subscription: Json) -> Json | None:
    chosen = subscription["default_payment_method"] or customer["invoice_settings"]["default_payment_method"]
    method = store.get(chosen, "payment_method") if chosen else None
    return method if method and method["customer"] == customer["id"] else None


def _note_refusal(store: Store, invoice: Json, at: int) -> None:
    tried = invoice["attempt_count"]
    follows = RETRY_AFTER[tried] * DAY + at if tried < len(RETRY_AFTER) else None
    invoice |= {"attempted": True, "attempt_count": tried + 1, "next_payment_attempt": follows}
    invoice["auto_advance"] = follows is not None
    emit(store, "invoice.payment_failed", store.put(invoice))


def _new_intent(store: Store, invoice: Json) -> Json:
    about = {"description": "Subscription update"}
    intent = new_payment_intent(invoice["amount_due"], invoice["currency"], invoice["customer"], ["card"], about)
    emit(store, "payment_intent.created", store.put(intent))
    return intent
