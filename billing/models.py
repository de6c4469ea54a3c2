"""Buying Connects: packages, purchases and what Stripe told us about them."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from common import clock
from common.models import Policy

# How long a checkout can be paid. Stripe takes 30 minutes to 24 hours.
OPEN_FOR = timedelta(hours=3)


def session_end() -> datetime:
    return clock.real_now() + OPEN_FOR


def new_key() -> str:
    """What names a purchase to Stripe. A row's number would not do: another database has the same ones."""
    return uuid.uuid4().hex


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


class Purchases(models.QuerySet["Purchase"]):
    def unsettled(self) -> "Purchases":
        """Stripe may still change its mind about these."""
        return self.filter(status__in=(Purchase.Status.OPEN, Purchase.Status.PROCESSING))

    def due_for_a_look(self, at: datetime) -> "Purchases":
        return self.filter(look_at__lte=at).order_by("look_at", "id")


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
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    connects = models.PositiveIntegerField()
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    # With the key, Stripe's idempotency key. A new one only when Stripe has spoiled the old one.
    attempt = models.PositiveSmallIntegerField(default=1)
    session_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    session_url = models.TextField(blank=True)
    # Until when Stripe lets it be paid: Stripe's time, which is real time whatever the demo clock says.
    session_expires_at = models.DateTimeField(default=session_end)
    payment_intent = models.CharField(max_length=120, blank=True)
    paid_with = models.CharField(max_length=60, blank=True, help_text="As on the receipt: Visa ending in 4242.")
    # The job whose proposal draft the buyer comes back to.
    for_job = models.PositiveBigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    paid_at = models.DateTimeField(null=True, blank=True)
    # Why it was not paid, in words for the buyer.
    failure = models.CharField(max_length=300, blank=True)
    # Why an operator must look: what Stripe says does not match what was sold. Nothing is credited meanwhile.
    mismatch = models.TextField(blank=True)
    # When to ask Stripe next, should its webhook stay away. Real time; empty once settled or with an operator.
    look_at = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(default=0)

    objects = Purchases.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(connects__gt=0, amount_minor__gt=0), name="purchase_is_real"),
            models.CheckConstraint(
                condition=Q(status="paid", paid_at__isnull=False) | (~Q(status="paid") & Q(paid_at__isnull=True)),
                name="purchase_is_paid_at_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(look_at__isnull=True) | Q(status__in=["open", "processing"]),
                name="settled_purchase_needs_no_look",
            ),
            models.UniqueConstraint(
                fields=["wallet", "package"],
                condition=Q(status="open"),
                name="wallet_has_one_open_checkout_of_a_package",
            ),
        ]
        indexes = [
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="purchase_to_look_at"),
            models.Index(fields=["wallet", "-id"], name="purchase_of_wallet"),
            models.Index(fields=["-id"], condition=~Q(mismatch=""), name="purchase_mismatched"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.connects} Connects"

    def get_absolute_url(self) -> str:
        return reverse("purchase", args=[self.pk])

    @property
    def number(self) -> str:
        """As it stands on the receipt and in Stripe's dashboard."""
        return f"G-{self.pk:06d}"

    @property
    def reference(self) -> str:
        """Under which its Connects are booked, once."""
        return f"purchase:{self.pk}"

    @property
    def is_paid(self) -> bool:
        return self.status == self.Status.PAID

    @property
    def can_be_paid(self) -> bool:
        """Stripe's page for it is open. The last minutes are not offered: nobody types a card in that quickly."""
        soon = clock.real_now() + timedelta(minutes=2)
        return self.status == self.Status.OPEN and bool(self.session_url) and self.session_expires_at > soon


class StripeEvent(models.Model):
    """A webhook event as it came, stored before it is processed."""

    event_id = models.CharField(max_length=120, unique=True)
    type = models.CharField(max_length=80)
    payload = models.JSONField()
    received_at = models.DateTimeField(default=clock.real_now)
    processed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Why the latest attempt failed, or, once processed, why nothing was done.
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["received_at"], condition=Q(processed_at=None), name="stripe_event_waiting")]

    def __str__(self) -> str:
        return f"{self.type} ({self.event_id})"
