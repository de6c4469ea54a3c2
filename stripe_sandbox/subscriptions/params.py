"""What the addresses of subscriptions take."""

from stripe_sandbox.calls import EXPAND
from stripe_sandbox.params import Hash, boolean, emptiable, one_of, text

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
CANCELLATION_DETAILS = Hash(
    {"comment": emptiable(text()), "feedback": emptiable(one_of(*FEEDBACK))}, unmodelled="feedback_option"
)
CANCEL = Hash(EXPAND | {"cancellation_details": CANCELLATION_DETAILS, "invoice_now": boolean, "prorate": boolean})
