"""A site that would take payments wrongly does not start: no webhook secret, live money in a demo, a false Stripe."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

TAG = "payments"


def payments_are_safe(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - the check is about the settings, not about apps
    **kwargs: Any,  # noqa: ARG001
) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    key, base = settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE
    if not any(secret.strip() for secret in settings.STRIPE_WEBHOOK_SECRETS):
        found.append(
            Error(
                "STRIPE_WEBHOOK_SECRETS is empty: anybody could tell the site that a purchase was paid.",
                hint="Set it to the signing secret of your webhook endpoint (whsec_...).",
                id="billing.E001",
            )
        )
    if settings.DEMO and key.startswith(("sk_live_", "rk_live_")):
        found.append(
            Error(
                "A live Stripe key in demo mode: demo people would pay real money.",
                hint="Use a key that begins with sk_test_, or turn DEMO off.",
                id="billing.E002",
            )
        )
    if base and not settings.DEMO:
        found.append(
            Error(
                "STRIPE_API_BASE is set outside demo mode: payments would be believed from elsewhere than Stripe.",
                hint="Unset it. Only the local sandbox of a demo may stand in for Stripe.",
                id="billing.E003",
            )
        )
    if not key and not base:
        found.append(
            Warning(
                "STRIPE_SECRET_KEY is empty: nobody can buy Connects.",
                hint="Set it to the secret key of your Stripe account.",
                id="billing.W001",
            )
        )
    return found
