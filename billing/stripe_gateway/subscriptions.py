"""Subscriptions as Stripe tells them now, and what can be done to one: change its price, end it, keep it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import stripe

from billing.stripe_gateway.catalogue import plan_of
from billing.stripe_gateway.client import talking

_EXPAND = ["latest_invoice"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription. `next_plan` and `next_interval` are what its schedule brings with the next period."""

    id: str
    key: str
    status: str
    live: bool
    customer: str
    item: str
    price: str
    plan: str
    interval: str
    price_minor: int
    currency: str
    period_starts_at: datetime | None
    period_ends_at: datetime | None
    ends_at_period_end: bool
    ended_at: datetime | None
    schedule: str
    next_plan: str
    next_interval: str
    latest_invoice: str
    latest_invoice_status: str
    next_attempt_at: datetime | None

    @property
    def everything_is_paid(self) -> bool:
        return self.status == "active" and self.latest_invoice_status == "paid"


def subscription(subscription_id: str) -> Subscription:
    """Ask Stripe how a subscription stands. Raises NoSuchSession where Stripe knows none of this id."""
    with talking() as client:
        found = client.v1.subscriptions.retrieve(subscription_id, {"expand": _EXPAND})
        return _subscription(client, found)


def change_price(told: Subscription, price: str, *, at: datetime, idempotency_key: str) -> None:
    """Go over to another price now: the rest of the old is credited, of the new charged, in one invoice at once.

    What cannot be charged is not changed: raises PaymentDeclined, and the subscription stays as it was.
    """
    params: Any = {
        "items": [{"id": told.item, "price": price}],
        "proration_behavior": "always_invoice",
        "proration_date": int(at.timestamp()),
        "payment_behavior": "error_if_incomplete",
    }
    if told.ends_at_period_end:
        params["cancel_at_period_end"] = False
    with talking() as client:
        client.v1.subscriptions.update(told.id, params, {"idempotency_key": idempotency_key})


def end_at_period_end(subscription_id: str, *, ends: bool, idempotency_key: str) -> None:
    """Let it end with the period that is paid, or go on renewing."""
    with talking() as client:
        client.v1.subscriptions.update(
            subscription_id, {"cancel_at_period_end": ends}, {"idempotency_key": idempotency_key}
        )


def end_at_once(subscription_id: str, *, idempotency_key: str) -> None:
    """End it now. Nothing is charged and nothing is paid back by this."""
    with talking() as client:
        client.v1.subscriptions.cancel(
            subscription_id, {"invoice_now": False, "prorate": False}, {"idempotency_key": idempotency_key}
        )


def _subscription(client: stripe.StripeClient, told: stripe.Subscription) -> Subscription:
    facts: Mapping[str, Any] = told.to_dict()
    item, latest = facts["items"]["data"][0], _part(facts["latest_invoice"])
    schedule = client.v1.subscription_schedules.retrieve(facts["schedule"]).to_dict() if facts["schedule"] else {}
    planned = schedule.get("metadata") or {}
    return Subscription(
        id=facts["id"],
        key=str(facts["metadata"].get("membership") or ""),
        status=facts["status"],
        live=facts["livemode"],
        customer=str(_part(facts["customer"]).get("id") or ""),
        item=item["id"],
        price=item["price"]["id"],
        plan=plan_of(str(_part(item["price"]["product"]).get("id") or "")),
        interval=(item["price"]["recurring"] or {}).get("interval") or "",
        price_minor=item["price"]["unit_amount"] or 0,
        currency=facts["currency"].upper(),
        period_starts_at=instant(item["current_period_start"]),
        period_ends_at=instant(item["current_period_end"]),
        ends_at_period_end=facts["cancel_at_period_end"] or facts["cancel_at"] is not None,
        ended_at=instant(facts["ended_at"]),
        schedule=facts["schedule"] or "",
        next_plan=str(planned.get("plan") or ""),
        next_interval=str(planned.get("interval") or ""),
        latest_invoice=str(latest.get("id") or ""),
        latest_invoice_status=str(latest.get("status") or ""),
        next_attempt_at=instant(latest.get("next_payment_attempt")),
    )


def instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _part(found: Any) -> Mapping[str, Any]:
    """An object that Stripe gave whole, or by its id alone, or not at all."""
    if isinstance(found, Mapping):
        return found
    return {"id": found} if found else {}
