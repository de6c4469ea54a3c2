"""Buying Connects: packages, purchases and what Stripe told us about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common import clock
from common.models import Policy


class Package(Policy):
    """So many Connects at one price in minor units (PRODUCT 4)."""

    connects = models.PositiveIntegerField()
    price_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="USD")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["connects"]
        constraints = [
            models.UniqueConstraint(fields=["connects", "currency"], name="package_has_one_price_in_a_currency"),
            models.CheckConstraint(condition=Q(connects__gt=0, price_minor__gt=0), name="package_sells_something"),
        ]

    def __str__(self) -> str:
        return f"{self.connects} Connects"


class Purchase(models.Model):
    """One attempt to buy a package, at the price it was started with."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        PROCESSING = "processing", "Processing"
        PAID = "paid", "Paid"
        FAILED = "failed", "Failed"
        EXPIRED = "expired", "Expired"

    # The wallet by its number: other rooms know wallets only through connects.services.
    wallet = models.ForeignKey("connects.Wallet", on_delete=models.PROTECT, related_name="purchases")
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="purchases")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="+")
    connects = models.PositiveIntegerField()
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    attempt = models.PositiveSmallIntegerField(default=1)
    session_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    session_url = models.TextField(blank=True)
    payment_intent = models.CharField(max_length=120, blank=True)
    # The job whose proposal draft the buyer comes back to.
    for_job = models.PositiveBigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    # Why an operator must look: what Stripe said does not match what was sold.
    mismatch = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(connects__gt=0, amount_minor__gt=0), name="purchase_is_real")
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(status__in=["open", "processing"]),
                name="purchase_unsettled",
            ),
            models.Index(fields=["wallet", "-id"], name="purchase_of_wallet"),
        ]


class StripeEvent(models.Model):
    """A webhook event as it came, stored before it is processed."""

    event_id = models.CharField(max_length=120, unique=True)
    type = models.CharField(max_length=80)
    payload = models.JSONField()
    received_at = models.DateTimeField(default=clock.real_now)
    processed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["received_at"], condition=Q(processed_at=None), name="stripe_event_waiting")]
