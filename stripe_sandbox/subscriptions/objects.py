"""The shape of a subscription and of its items, as this version of the API returns them."""

from stripe_sandbox import ids
from stripe_sandbox.listing import whole
from stripe_sandbox.messages import Json
from stripe_sandbox.subscriptions.periods import following

BILLING_MODE: Json = {"flexible": {"proration_discounts": "included"}, "type": "flexible"}


def new_subscription(customer: str, lines: list[Json], about: Json, method: str | None, at: int) -> Json:
    """`lines` are prices with quantities; `about` holds metadata, description and automatic tax."""
    identifier = ids.new("sub_", 24)
    items = [new_item(identifier, line["price"], line["quantity"], at, at) for line in lines]
    taxed = about.get("automatic_tax", False)
    return {
        "id": identifier,
        "object": "subscription",
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": {"disabled_reason": None, "enabled": taxed, "liability": {"type": "self"} if taxed else None},
        "billing_cycle_anchor": at,
        "billing_cycle_anchor_config": None,
        "billing_mode": BILLING_MODE,
        "billing_schedules": [],
        "billing_thresholds": None,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "feedback_option": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": at,
        "currency": lines[0]["price"]["currency"],
        "customer": customer,
        "customer_account": None,
        "days_until_due": None,
        "default_payment_method": method,
        "default_source": None,
        "default_tax_rates": [],
        "description": about.get("description"),
        "discounts": [],
        "ended_at": None,
        "invoice_settings": {
            "account_tax_ids": None,
            "custom_fields": None,
            "description": None,
            "footer": None,
            "issuer": {"type": "self"},
        },
        "items": whole(items, f"/v1/subscription_items?subscription={identifier}"),
        "latest_invoice": None,
        "livemode": False,
        "managed_payments": {"enabled": False},
        "metadata": about.get("metadata", {}),
        "next_pending_invoice_item_invoice": None,
        "on_behalf_of": None,
        "pause_collection": None,
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "pending_invoice_item_interval": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": at,
        "status": "incomplete",
        "test_clock": None,
        "transfer_data": None,
        "trial_end": None,
        "trial_settings": {"end_behavior": {"billing_cycle_anchor": None, "missing_payment_method": "create_invoice"}},
        "trial_start": None,
    }


def new_item(subscription: str, price: Json, quantity: int, anchor: int, at: int) -> Json:
    """An item whose period is the one that the instant lies in."""
    recurring = price["recurring"]
    return {
        "id": ids.new("si_", 14),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": at,
        "current_period_end": following(anchor, recurring["interval"], recurring["interval_count"], at),
        "current_period_start": at,
        "current_trial": None,
        "discounts": [],
        "metadata": {},
        "plan": plan_of(price),
        "price": price,
        "quantity": quantity,
        "subscription": subscription,
        "tax_rates": [],
    }


def plan_of(price: Json) -> Json:
    """The older shape of a price, which items still carry."""
    recurring = price["recurring"]
    return {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": price["currency"],
        "interval": recurring["interval"],
        "interval_count": recurring["interval_count"],
        "livemode": False,
        "metadata": price["metadata"],
        "meter": None,
        "nickname": price["nickname"],
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def items_of(subscription: Json) -> list[Json]:
    found: list[Json] = subscription["items"]["data"]
    return found


def period_of(subscription: Json) -> tuple[int, int]:
    """The current period. All items of one subscription share it here."""
    first = items_of(subscription)[0]
    return first["current_period_start"], first["current_period_end"]
