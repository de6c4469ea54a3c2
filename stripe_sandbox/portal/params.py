"""What the addresses of the portal take."""

from stripe_sandbox.calls import EXPAND
from stripe_sandbox.listing import PAGING
from stripe_sandbox.params import Hash, boolean, emptiable, metadata, metadata_change, one_of, several, text, url
from stripe_sandbox.subscriptions.params import FEEDBACK, PRORATIONS

ENABLED = Hash({"enabled": boolean}, required=("enabled",))
# Features that the sandbox's portal has not: they can be said to be off, and nothing else.
OFF_ONLY = Hash(
    {"enabled": boolean},
    unmodelled=(
        "billing_cycle_anchor default_allowed_updates duration products proration_behavior schedule_at_period_end "
        "trial_update_behavior"
    ),
)
FEATURES = Hash(
    {
        "customer_update": Hash(
            {
                "enabled": boolean,
                "allowed_updates": emptiable(
                    several(one_of("address", "email", "name", "phone", "shipping", "tax_id"))
                ),
            },
            required=("enabled",),
        ),
        "invoice_history": ENABLED,
        "payment_method_update": Hash(
            {"enabled": boolean}, required=("enabled",), unmodelled="payment_method_configuration"
        ),
        "subscription_cancel": Hash(
            {
                "enabled": boolean,
                "mode": one_of("at_period_end", "immediately"),
                "proration_behavior": PRORATIONS,
                "cancellation_reason": Hash(
                    {"enabled": boolean, "options": emptiable(several(one_of(*FEEDBACK)))},
                    required=("enabled", "options"),
                    unmodelled="feedback_options",
                ),
            },
            required=("enabled",),
        ),
        "subscription_pause": OFF_ONLY,
        "subscription_update": OFF_ONLY,
    }
)
PROFILE = Hash({"headline": text(60), "privacy_policy_url": url, "terms_of_service_url": url})
CONFIGURE = Hash(
    EXPAND
    | {
        "business_profile": PROFILE,
        "default_return_url": emptiable(url),
        "features": FEATURES,
        "metadata": metadata,
        "name": emptiable(text()),
    },
    required=("features",),
    unmodelled="login_page",
)
RECONFIGURE = Hash(
    EXPAND
    | {
        "active": boolean,
        "business_profile": PROFILE,
        "default_return_url": emptiable(url),
        "features": FEATURES,
        "metadata": metadata_change,
        "name": emptiable(text()),
    },
    unmodelled="login_page",
)
LIST = Hash(PAGING | {"active": boolean, "is_default": boolean})
FLOW = Hash(
    {"type": one_of("payment_method_update")},
    required=("type",),
    unmodelled=(
        "after_completion subscription_cancel subscription_pause subscription_update subscription_update_confirm"
    ),
)
LET_IN = Hash(
    EXPAND
    | {
        "configuration": text(),
        "customer": text(),
        "flow_data": FLOW,
        "locale": text(10),
        "return_url": url,
    },
    unmodelled="after_expiration customer_account on_behalf_of",
)
