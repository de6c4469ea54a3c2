"""The way to Stripe's portal, for whoever has paid there before."""

from django.conf import settings
from django.utils.translation import gettext

from billing import stripe_gateway
from billing.memberships.errors import NotRunning
from billing.memberships.holders import Holder
from billing.models import StripeCustomer


def address(holder: Holder) -> str:
    """Raises NotRunning for a wallet that Stripe has no customer of, PaymentsUnavailable, PaymentsRefused."""
    customer = StripeCustomer.objects.filter(wallet_id=holder.wallet_id).first()
    if customer is None:
        raise NotRunning(gettext("Stripe does not know this wallet yet."))
    return stripe_gateway.portal_address(customer.customer_id, return_url=f"{settings.SITE_URL}{holder.page()}")
