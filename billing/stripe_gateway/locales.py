"""The languages of Stripe's pages and mails, by ours. What Stripe does not speak it chooses by the browser."""

from typing import Any

# Of ours, those that Stripe Checkout speaks.
_SPOKEN = frozenset({"en", "de"})
AUTO = "auto"


def page_locale(language: str) -> Any:
    """Of a Checkout page: "de", or "auto" for a language that Checkout does not speak."""
    return language if language in _SPOKEN else AUTO


def preferred(language: str) -> list[str]:
    """Of a customer, for Stripe's own mails and invoices: empty where Stripe has to choose."""
    return [language] if language in _SPOKEN else []
