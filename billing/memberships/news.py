"""Stripe's events about memberships: each only says which subscription to ask about."""

from collections.abc import Callable, Mapping
from typing import Any

from billing.errors import DoesNotMatch
from billing.memberships import following, starting
from billing.models import Membership, StripeEvent

_NOT_OURS = "Not acted on: no membership of ours."


def checkout(row: StripeEvent) -> str:
    """A checkout in subscription mode was completed or has expired."""
    return _said(starting.come_back(str(_object(row)["id"])))


def subscription(row: StripeEvent) -> str:
    return _follow(str(_object(row)["id"]))


def invoice(row: StripeEvent) -> str:
    details = (_object(row).get("parent") or {}).get("subscription_details") or {}
    return _follow(_id(details.get("subscription")))


def schedule(row: StripeEvent) -> str:
    return _follow(_id(_object(row).get("subscription") or _object(row).get("released_subscription")))


# Each answers with a remark for operators, empty when there is nothing to remark, and raises DoesNotMatch.
HANDLERS: dict[str, Callable[[StripeEvent], str]] = {
    "customer.subscription.created": subscription,
    "customer.subscription.updated": subscription,
    "customer.subscription.deleted": subscription,
    "customer.subscription.paused": subscription,
    "customer.subscription.resumed": subscription,
    "invoice.paid": invoice,
    "invoice.payment_failed": invoice,
    "invoice.payment_action_required": invoice,
    "invoice.marked_uncollectible": invoice,
    "invoice.voided": invoice,
    "subscription_schedule.updated": schedule,
    "subscription_schedule.released": schedule,
    "subscription_schedule.canceled": schedule,
    "subscription_schedule.completed": schedule,
}


def _follow(subscription_id: str) -> str:
    return _said(following.adopt(subscription_id) if subscription_id else None)


def _said(membership: Membership | None) -> str:
    if membership is None:
        return _NOT_OURS
    if membership.mismatch:
        raise DoesNotMatch(f"Membership {membership.number}: {membership.mismatch}")
    return ""


def _object(row: StripeEvent) -> Mapping[str, Any]:
    found: Mapping[str, Any] = row.payload["data"]["object"]
    return found


def _id(found: Any) -> str:
    return str(found["id"] if isinstance(found, Mapping) else found or "")
