"""What the addresses of subscriptions take."""

from stripe_sandbox.calls import EXPAND
from stripe_sandbox.params import (
    Field,
    Hash,
    boolean,
    emptiable,
    integer,
    metadata_change,
    one_of,
    several,
    text,
)

FEEDBACK = (
    "customer_service",
    "low_quality",
    "missing_features",
    "other",
    "switched_service",
    "too_complex",
    "too_expensive",
    "unused",
)
PRORATIONS = one_of("always_invoice", "create_prorations", "none")
CANCELLATION_DETAILS = Hash(
    {"comment": emptiable(text()), "feedback": emptiable(one_of(*FEEDBACK))}, unmodelled="feedback_option"
)
CANCEL = Hash(EXPAND | {"cancellation_details": CANCELLATION_DETAILS, "invoice_now": boolean, "prorate": boolean})
ITEMS = several(
    Hash(
        {"id": text(), "price": text(), "quantity": integer(1, 999_999), "deleted": boolean},
        unmodelled="billing_thresholds clear_usage current_trial discounts metadata plan price_data tax_rates",
    ),
    20,
)
# What changes the price, whether it is done or only previewed.
CHANGE: dict[str, Field] = {
    "cancel_at_period_end": boolean,
    "items": ITEMS,
    "proration_behavior": PRORATIONS,
    "proration_date": integer(),
}
UPDATE = Hash(
    CHANGE
    | EXPAND
    | {
        "automatic_tax": Hash({"enabled": boolean}, required=("enabled",), unmodelled="liability"),
        "billing_cycle_anchor": Hash({"type": one_of("now", "unchanged")}, required=("type",)),
        "cancel_at": emptiable(integer()),
        "cancellation_details": CANCELLATION_DETAILS,
        "default_payment_method": emptiable(text()),
        "description": emptiable(text(500)),
        "metadata": metadata_change,
        "off_session": boolean,
        "payment_behavior": one_of(
            "allow_incomplete",
            "error_if_incomplete",
            unmodelled="default_incomplete pending_if_incomplete",
        ),
    },
    unmodelled=(
        "add_invoice_items application_fee_percent billing_schedules billing_thresholds collection_method "
        "days_until_due default_source default_tax_rates discounts invoice_settings on_behalf_of pause_collection "
        "payment_settings pending_invoice_item_interval transfer_data trial_end trial_from_plan trial_settings"
    ),
)
PREVIEWED_ANCHOR = Hash(
    {"type": one_of("now", "unchanged", unmodelled="timestamp")}, required=("type",), unmodelled="timestamp"
)
PREVIEW = Hash(
    EXPAND
    | {
        "customer": text(),
        "preview_mode": one_of("next", unmodelled="recurring"),
        "subscription": text(),
        "subscription_details": Hash(
            CHANGE | {"billing_cycle_anchor": PREVIEWED_ANCHOR},
            unmodelled=(
                "billing_mode billing_schedules cancel_at cancel_now default_tax_rates metadata pause resume_at "
                "start_date trial_end"
            ),
        ),
    },
    unmodelled=(
        "automatic_tax currency customer_account customer_details discounts invoice_items issuer on_behalf_of "
        "schedule schedule_details"
    ),
)
