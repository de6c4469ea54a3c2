"""Invoices of subscriptions: those that are paid, and what one would come to before it is asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import stripe

from billing.stripe_gateway.catalogue import plan_of
from billing.stripe_gateway.client import talking
from billing.stripe_gateway.sessions import _paid_with, means_of
from billing.stripe_gateway.subscriptions import Subscription, instant

# Newest first: nobody is a hundred invoices behind.
_MOST = 100


@dataclass(frozen=True, slots=True)
class PaidInvoice:
    """A paid invoice: it bought `plan` from one instant to another. Amounts in minor units."""

    id: str
    number: str
    why: str
    live: bool
    customer: str
    plan: str
    amount_minor: int
    tax_minor: int
    currency: str
    starts_at: datetime
    ends_at: datetime
    paid_at: datetime
    payment_intent: str
    paid_with: str
    # As of a session.
    means: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of price would cost now, in minor units: the rest of the new less the rest of the old."""

    due_minor: int
    charged_minor: int
    credited_minor: int
    currency: str
    at: datetime
    ends_at: datetime


def paid_invoices(subscription_id: str, *, known: Collection[str]) -> list[PaidInvoice]:
    """Those that are paid and not yet known, oldest first."""
    with talking() as client:
        listed = client.v1.invoices.list(
            {"subscription": subscription_id, "status": "paid", "limit": _MOST, "expand": ["data.payments"]}
        )
        news = [each.to_dict() for each in listed.data if each.id not in known]
        return [_invoice(client, facts) for facts in sorted(news, key=lambda facts: facts["created"]) if _lines(facts)]


def preview_change(told: Subscription, price: str, *, at: datetime) -> Preview:
    """What `change_price` would charge, were it asked for at that instant."""
    with talking() as client:
        found = client.v1.invoices.create_preview(
            {
                "subscription": told.id,
                "subscription_details": {
                    "items": [{"id": told.item, "price": price}],
                    "proration_behavior": "always_invoice",
                    "proration_date": int(at.timestamp()),
                },
            }
        ).to_dict()
    lines = _lines(found)
    return Preview(
        due_minor=found["amount_due"],
        charged_minor=sum(line["amount"] for line in lines if line["amount"] > 0),
        credited_minor=-sum(line["amount"] for line in lines if line["amount"] < 0),
        currency=found["currency"].upper(),
        at=at,
        ends_at=_period(lines)[1],
    )


def _invoice(client: stripe.StripeClient, facts: Mapping[str, Any]) -> PaidInvoice:
    lines = _lines(facts)
    starts, ends = _period(lines)
    intent = _payment_intent(facts)
    charge = _charge(client, intent) if intent else None
    paid_at = instant((facts["status_transitions"] or {}).get("paid_at")) or instant(facts["created"])
    assert paid_at is not None
    return PaidInvoice(
        id=facts["id"],
        number=facts["number"] or "",
        why=facts["billing_reason"] or "",
        live=facts["livemode"],
        customer=str(facts["customer"] or ""),
        plan=plan_of(_bought(lines)["pricing"]["price_details"]["product"]),
        amount_minor=facts["amount_paid"],
        tax_minor=sum(tax["amount"] for tax in facts["total_taxes"] or ()),
        currency=facts["currency"].upper(),
        starts_at=starts,
        ends_at=ends,
        paid_at=paid_at,
        payment_intent=intent,
        paid_with=_paid_with(charge) if charge else "",
        means=means_of(charge) if charge else "",
    )


def _lines(facts: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The lines that are about the subscription itself, not about something an operator added by hand."""
    return [line for line in facts["lines"]["data"] if _is_of_subscription(line["parent"] or {}) and line["pricing"]]


def _is_of_subscription(parent: Mapping[str, Any]) -> bool:
    # What a change of price in mid-period credits and charges is either, by the subscription's billing mode.
    item = parent.get("invoice_item_details") or {}
    return bool(parent.get("subscription_item_details") or (item.get("proration") and item.get("subscription")))


def _bought(lines: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The line that says what is had from now on: not a credit, and lasting longest."""
    return max(lines, key=lambda line: (line["amount"] >= 0, line["period"]["end"]))


def _period(lines: list[Mapping[str, Any]]) -> tuple[datetime, datetime]:
    period = _bought(lines)["period"]
    starts, ends = instant(period["start"]), instant(period["end"])
    assert starts is not None
    assert ends is not None
    return starts, ends


def _payment_intent(facts: Mapping[str, Any]) -> str:
    for each in (facts.get("payments") or {}).get("data") or ():
        if each["status"] == "paid" and (found := each["payment"].get("payment_intent")):
            return str(found["id"] if isinstance(found, Mapping) else found)
    return ""


def _charge(client: stripe.StripeClient, intent: str) -> Mapping[str, Any] | None:
    found = client.v1.payment_intents.retrieve(intent, {"expand": ["latest_charge"]}).to_dict()
    charge = found["latest_charge"]
    return charge if isinstance(charge, Mapping) else None
