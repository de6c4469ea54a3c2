"""Stripe's billing portal, for cards and Stripe's own invoices. Plans change on our pages only."""

from typing import Any

from billing.stripe_gateway.client import talking

_MARK = {"site": "guildhall", "edition": "1"}


def portal_address(customer: str, *, return_url: str) -> str:
    """Where this customer's portal is open for some minutes."""
    with talking() as client:
        configuration = next(
            (
                each.id
                for each in client.v1.billing_portal.configurations.list({"active": True, "limit": 100}).data
                if each.to_dict().get("metadata") == _MARK
            ),
            None,
        )
        if configuration is None:
            configuration = client.v1.billing_portal.configurations.create(
                _offering(return_url), {"idempotency_key": f"portal-{_MARK['edition']}"}
            ).id
        opened = client.v1.billing_portal.sessions.create(
            {"customer": customer, "return_url": return_url, "configuration": configuration}
        )
    return opened.url


def _offering(return_url: str) -> Any:
    off = {"enabled": False}
    return {
        "default_return_url": return_url,
        "metadata": _MARK,
        "features": {
            "invoice_history": {"enabled": True},
            "payment_method_update": {"enabled": True},
            "customer_update": {"enabled": True, "allowed_updates": ["email", "address", "name", "tax_id"]},
            # Our pages tell what each of these would mean before it happens.
            "subscription_cancel": off,
            "subscription_update": off,
        },
    }
