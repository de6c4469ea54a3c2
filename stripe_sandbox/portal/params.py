"""What the addresses of the portal take."""

from stripe_sandbox.calls import EXPAND
from stripe_sandbox.listing import PAGING
from stripe_sandbox.params import (
    Field,
    Hash,
    boolean,
    emptiable,
    metadata,
    metadata_change,
    one_of,
    several,
    text,
    url,
)
from stripe_sandbox.subscriptions.params import FEEDBACK, PRORATIONS

ENABLED = Hash({"enabled": boolean}, required=("enabled",))
UPDATES = several(one_of("address", "email", "name", "phone", "shipping", "tax_id"))


def _features(*, fresh: bool) -> Hash:
    """A new configuration says of each feature that it names whether it is on; a change need not."""
    on = ("enabled",) if fresh else ()
    reason: dict[str, Field] = {"enabled": boolean, "options": emptiable(several(one_of(*FEEDBACK)))}
    return Hash(
        {
            "customer_update": Hash({"enabled": boolean, "allowed_updates": emptiable(UPDATES)}, required=on),
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
                        reason,
                        required=("enabled", "options") if fresh else ("enabled",),
                        unmodelled="feedback_options",
                    ),
                },
                required=on,
            ),
            # The sandbox's portal has neither: they can be said to be off, and nothing else.
            "subscription_pause": Hash({"enabled": boolean}, unmodelled="duration"),
            "subscription_update": Hash(
                {"enabled": boolean},
                required=on,
                unmodelled=(
                    "billing_cycle_anchor default_allowed_updates products proration_behavior schedule_at_period_end "
                    "trial_update_behavior"
                ),
            ),
        }
    )


PROFILE = Hash({"headline": text(60), "privacy_policy_url": url, "terms_of_service_url": url})
CONFIGURE = Hash(
    EXPAND
    | {
        "business_profile": PROFILE,
        "default_return_url": emptiable(url),
        "features": _features(fresh=True),
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
        "features": _features(fresh=False),
        "metadata": metadata_change,
        "name": emptiable(text()),
    },
    unmodelled="login_page",
)
LIST = Hash(PAGING | {"active": boolean, "is_default": boolean})
FLOW = Hash(
    {
        "type": one_of(
            "payment_method_update",
            unmodelled=(
                "customer_update subscription_cancel subscription_pause subscription_update "
                "subscription_update_confirm"
            ),
        )
    },
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
