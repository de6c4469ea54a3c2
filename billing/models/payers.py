"""Who pays for a wallet: Stripe's customer of it, and what a company wants to read on its receipts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy

from common import clock


class StripeCustomer(models.Model):
    """Stripe's customer for a wallet. Memberships and purchases of one wallet meet there."""

    wallet = models.OneToOneField("connects.Wallet", on_delete=models.PROTECT, related_name="stripe_customer")
    customer_id = models.CharField(max_length=120, unique=True)
    live = models.BooleanField(default=False)
    # Whom Stripe writes to: the last who began a membership of this wallet. Nobody once they have gone.
    payer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.real_now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(customer_id=""), name="customer_is_known_to_stripe")]

    def __str__(self) -> str:
        return self.customer_id


class BillingDetails(models.Model):
    """What the wallet's receipts say of the buyer. A receipt keeps what it said when it was paid."""

    wallet = models.OneToOneField("connects.Wallet", on_delete=models.CASCADE, related_name="billing_details")
    company = models.CharField(max_length=120, blank=True)
    tax_id = models.CharField(
        gettext_lazy("tax id"), max_length=40, blank=True, help_text=gettext_lazy("For example a VAT number.")
    )
    address = models.TextField(max_length=400, blank=True)

    class Meta:
        verbose_name_plural = gettext_lazy("billing details")

    def __str__(self) -> str:
        return self.company or gettext("Details of {wallet}").format(wallet=self.wallet)
