"""Stripe's customer of a wallet, where its memberships, cards and invoices meet."""

from dataclasses import dataclass

from billing.errors import NoSuchSession
from billing.stripe_gateway.client import talking
from billing.stripe_gateway.locales import preferred


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose customer it is: the wallet's number, and who is written to, in which language."""

    wallet_id: int
    name: str
    email: str
    language: str


def create_customer(payer: Payer, *, idempotency_key: str) -> str:
    """The id of a new customer. The same key gives the same customer, however often it is asked for."""
    with talking() as client:
        made = client.v1.customers.create(
            {
                "name": payer.name,
                "email": payer.email,
                "preferred_locales": preferred(payer.language),
                "metadata": {"wallet": str(payer.wallet_id)},
            },
            {"idempotency_key": idempotency_key},
        )
    return made.id


def delete_customer(customer_id: str) -> None:
    """Stripe forgets name, address and cards; what was paid stays, and can still be given back. Twice is once."""
    try:
        with talking() as client:
            client.v1.customers.delete(customer_id)
    except NoSuchSession:
        # Deleted before.
        return
