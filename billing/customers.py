"""Stripe's customer of a wallet: kept while Stripe knows it, forgotten once deleted there or once the keys changed."""

from billing import stripe_gateway
from billing.models import StripeCustomer


def known(wallet_id: int) -> str:
    """The wallet's customer at the Stripe that our keys speak to; empty when there is none."""
    rows = StripeCustomer.objects.filter(wallet_id=wallet_id, live=stripe_gateway.is_live())
    return rows.values_list("customer_id", flat=True).first() or ""


def keep(wallet_id: int, customer_id: str) -> str:
    """Note a new customer. The one that counts is answered: another click may have been quicker."""
    live = stripe_gateway.is_live()
    StripeCustomer.objects.filter(wallet_id=wallet_id).exclude(live=live).delete()
    row, _ = StripeCustomer.objects.get_or_create(
        wallet_id=wallet_id, defaults={"customer_id": customer_id, "live": live}
    )
    return row.customer_id


def forget(wallet_id: int) -> None:
    """Stripe does not know this customer any more: the next payment does without, the next membership makes one."""
    StripeCustomer.objects.filter(wallet_id=wallet_id).delete()
