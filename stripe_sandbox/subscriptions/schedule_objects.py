"""The shape of a subscription schedule and of its phases."""

from stripe_sandbox import ids
from stripe_sandbox.messages import Json
from stripe_sandbox.subscriptions.objects import BILLING_MODE, items_of, period_of


def new_schedule(subscription: Json, metadata: Json, at: int) -> Json:
    """One phase: the subscription as it is, until its period ends."""
    start, end = period_of(subscription)
    items = [{"price": item["price"]["id"], "quantity": item["quantity"]} for item in items_of(subscription)]
    return {
        "id": ids.new("sub_sched_"),
        "object": "subscription_schedule",
        "application": None,
        "billing_mode": BILLING_MODE,
        "canceled_at": None,
        "completed_at": None,
        "created": at,
        "current_phase": {"end_date": end, "start_date": start},
        "customer": subscription["customer"],
        "customer_account": None,
        "default_settings": {
            "application_fee_percent": None,
            "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
            "billing_cycle_anchor": "automatic",
            "billing_thresholds": None,
            "collection_method": "charge_automatically",
            "default_payment_method": None,
            "description": None,
            "invoice_settings": {
                "account_tax_ids": None,
                "custom_fields": None,
                "days_until_due": None,
                "description": None,
                "footer": None,
                "issuer": {"type": "self"},
            },
            "on_behalf_of": None,
            "transfer_data": None,
        },
        "end_behavior": "release",
        "livemode": False,
        "metadata": metadata,
        "pause_schedules": [],
        "phases": [new_phase({"items": items}, start, end, subscription["currency"])],
        "released_at": None,
        "released_subscription": None,
        "status": "active",
        "subscription": subscription["id"],
        "test_clock": None,
    }


def new_phase(asked: Json, start: int, end: int, currency: str) -> Json:
    return {
        "add_invoice_items": [],
        "application_fee_percent": None,
        "billing_cycle_anchor": asked.get("billing_cycle_anchor"),
        "billing_thresholds": None,
        "collection_method": None,
        "currency": currency,
        "default_payment_method": None,
        "default_tax_rates": [],
        "description": asked.get("description"),
        "discounts": [],
        "end_date": end,
        "invoice_settings": None,
        "items": [
            {
                "billing_thresholds": None,
                "discounts": [],
                "metadata": {},
                "plan": item["price"],
                "price": item["price"],
                "quantity": item.get("quantity", 1),
                "tax_rates": [],
            }
            for item in asked["items"]
        ],
        "metadata": asked.get("metadata", {}),
        "on_behalf_of": None,
        "proration_behavior": asked.get("proration_behavior", "create_prorations"),
        "start_date": start,
        "transfer_data": None,
        "trial_end": None,
    }
