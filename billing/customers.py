"""Stripe's customer of a wallet: kept while Stripe knows it, forgotten once deleted there or once the keys changed."""

from django.db.models import F

from accounts.models import User
from billing import stripe_gateway
from billing.models import StripeCustomer
from billing.stripe_gateway import Payer


def known(wallet_id: int) -> str:
    """The wallet's customer at the Stripe that our keys speak to; empty when there is none."""
    rows = StripeCustomer.objects.filter(wallet_id=wallet_id, live=stripe_gateway.is_live())
    return rows.values_list("customer_id", flat=True).first() or ""


def of_payer(wallet_id: int, payer: User, *, name: str, idempotency_key: str) -> str:
    """The wallet's customer, made where there is none; from now on Stripe writes to this payer.

    `name` is the wallet's holder. Raises CustomerGone, where Stripe has forgotten it, and as every call of Stripe.
    """
    to = Payer(wallet_id, name, payer.email, payer.language)
    live = stripe_gateway.is_live()
    row = StripeCustomer.objects.filter(wallet_id=wallet_id, live=live).first()
    if row is None:
        made = stripe_gateway.create_customer(to, idempotency_key=idempotency_key)
        StripeCustomer.objects.filter(wallet_id=wallet_id).exclude(live=live).delete()
        # Another click may have been quicker: its customer counts.
        row, _ = StripeCustomer.objects.get_or_create(
            wallet_id=wallet_id, defaults={"customer_id": made, "live": live, "payer": payer}
        )
    elif row.payer_id != payer.pk:
        stripe_gateway.write_to(row.customer_id, to)
        StripeCustomer.objects.filter(pk=row.pk).update(payer=payer)
    return row.customer_id


def forget_person(person: User) -> None:
    """Stripe forgets the person: their own customer goes, an agency's stays without their address and their cards.

    Of other keys' customers we cannot ask. Raises PaymentsError; then it can be asked for again.
    """
    ours = StripeCustomer.objects.filter(live=stripe_gateway.is_live())
    for row in ours.filter(wallet__person=person):
        stripe_gateway.delete_customer(row.customer_id)
    for row in ours.filter(payer=person).exclude(wallet__agency=None).annotate(agency=F("wallet__agency__name")):
        stripe_gateway.write_to_nobody(row.customer_id, name=row.agency)
        StripeCustomer.objects.filter(pk=row.pk).update(payer=None)


def forget(wallet_id: int) -> None:
    """Stripe does not know this customer any more: the next payment does without, the next membership makes one."""
    StripeCustomer.objects.filter(wallet_id=wallet_id).delete()
