"""Stripe's customer of a wallet, where its memberships, cards and invoices meet."""

from dataclasses import dataclass

from billing.errors import CustomerGone, NoSuchSession
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


def write_to(customer_id: str, payer: Payer) -> None:
    """From now on Stripe writes to this payer, in the payer's language. Raises CustomerGone."""
    try:
        with talking() as client:
            # An empty list would leave the language of whoever paid before.
            locales = preferred(payer.language) or ["en"]
            client.v1.customers.update(
                customer_id, {"name": payer.name, "email": payer.email, "preferred_locales": locales}
            )
    except NoSuchSession as gone:
        raise CustomerGone(str(gone)) from gone


def write_to_nobody(customer_id: str, *, name: str) -> None:
    """Stripe keeps the customer, with what was paid, under this name; mailbox, address and cards go. Twice is once."""
    try:
        with talking() as client:
            cards = client.v1.customers.payment_methods.list(customer_id, {"limit": 100})
            for card in list(cards.auto_paging_iter()):
                client.v1.payment_methods.detach(card.id)
            client.v1.customers.update(customer_id, {"name": name, "email": "", "phone": "", "address": ""})
    except NoSuchSession:
        # Deleted before.
        return


def delete_customer(customer_id: str) -> None:
    """Stripe forgets name, address and cards; what was paid stays, and can still be given back. Twice is once."""
    try:
        with talking() as client:
            client.v1.customers.delete(customer_id)
    except NoSuchSession:
        # Deleted before.
        return
