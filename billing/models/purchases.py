"""One attempt to buy Connects, with everything that was promised when it started (PRODUCT 4)."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from billing.discounts import label_of
from common import clock
from common.numbers import figure

# How long a checkout can be paid. Stripe takes 30 minutes to 24 hours.
OPEN_FOR = timedelta(hours=3)


def session_end() -> datetime:
    return clock.real_now() + OPEN_FOR


def new_key() -> str:
    """What names a purchase to Stripe. A row's number would not do: another database has the same ones."""
    return uuid.uuid4().hex


class Purchases(models.QuerySet["Purchase"]):
    def unsettled(self) -> "Purchases":
        """Stripe may still change its mind about these."""
        return self.filter(status__in=(Purchase.Status.OPEN, Purchase.Status.PROCESSING))

    def due_for_a_look(self, at: datetime) -> "Purchases":
        return self.filter(look_at__lte=at).order_by("look_at", "id")


class Purchase(models.Model):
    """One attempt to buy a package, at the price it was started with."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        PROCESSING = "processing", _("Processing")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Expired")
        REFUNDED = "refunded", _("Refunded")
        DISPUTED = "disputed", _("Disputed")

    class Discount(models.TextChoices):
        NONE = "", _("None")
        MEMBERSHIP = "membership", _("Membership")
        SALE = "sale", _("Sale")
        FIRST = "first", _("First purchase")
        CODE = "code", _("Promo code")

    # It was paid, whatever became of the money since.
    ONCE_PAID = ("paid", "refunded", "disputed")
    LIVE = ("open", "processing", *ONCE_PAID)

    # The wallet by its number: other rooms know wallets only through connects.services.
    wallet = models.ForeignKey("connects.Wallet", on_delete=models.PROTECT, related_name="purchases")
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="purchases")
    package = models.ForeignKey("billing.Package", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    connects = models.PositiveIntegerField()
    # On top, by a promo code.
    extra_connects = models.PositiveIntegerField(default=0)
    # The package's price, what was taken off it and why, and what is paid: minor units.
    list_minor = models.PositiveIntegerField()
    discount_minor = models.PositiveIntegerField(default=0)
    discount = models.CharField(max_length=10, choices=Discount, default=Discount.NONE, blank=True)
    discount_label = models.CharField(
        max_length=80, blank=True, help_text=gettext_lazy("As the buyer read it: Spring sale, 20 %.")
    )
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    # The buyer's country, which decided the region.
    country = models.CharField(max_length=2, blank=True)
    # Uses up what is given on a first purchase only.
    claims_first = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    # With the key, Stripe's idempotency key. A new one only when Stripe has spoiled the old one.
    attempt = models.PositiveSmallIntegerField(default=1)
    session_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    session_url = models.TextField(blank=True)
    # Until when Stripe lets it be paid: Stripe's time, which is real time whatever the demo clock says.
    session_expires_at = models.DateTimeField(default=session_end)
    payment_intent = models.CharField(max_length=120, blank=True, db_index=True)
    # Tax contained in the amount, as Stripe reckoned it.
    tax_minor = models.PositiveIntegerField(default=0)
    refunded_minor = models.PositiveIntegerField(default=0)
    # What the receipt says of the buyer, as it was when it was paid.
    billed_company = models.CharField(max_length=120, blank=True)
    billed_tax_id = models.CharField(max_length=40, blank=True)
    billed_address = models.TextField(blank=True)
    paid_with = models.CharField(
        max_length=60, blank=True, help_text=gettext_lazy("As on the receipt: Visa ending in 4242.")
    )
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
            models.CheckConstraint(condition=Q(connects__gt=0, list_minor__gt=0), name="purchase_is_real"),
            models.CheckConstraint(
                condition=Q(list_minor=F("amount_minor") + F("discount_minor")),
                name="purchase_costs_its_price_less_its_discount",
            ),
            models.CheckConstraint(
                condition=Q(discount="", discount_minor=0) | ~Q(discount=""), name="discount_has_a_cause"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["paid", "refunded", "disputed"], paid_at__isnull=False)
                | (~Q(status__in=["paid", "refunded", "disputed"]) & Q(paid_at__isnull=True)),
                name="purchase_is_paid_at_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=F("amount_minor")), name="purchase_returns_at_most_its_amount"
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
            models.UniqueConstraint(
                fields=["buyer"],
                condition=Q(claims_first=True, status__in=["open", "processing", "paid", "refunded", "disputed"]),
                name="person_has_one_first_purchase",
            ),
            models.UniqueConstraint(
                fields=["wallet"],
                condition=Q(claims_first=True, status__in=["open", "processing", "paid", "refunded", "disputed"]),
                name="wallet_has_one_first_purchase",
            ),
        ]
        indexes = [
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="purchase_to_look_at"),
            models.Index(fields=["wallet", "-id"], name="purchase_of_wallet"),
            models.Index(fields=["-id"], condition=~Q(mismatch=""), name="purchase_mismatched"),
        ]

    def __str__(self) -> str:
        return gettext("{number}: {n} Connects").format(number=self.number, n=figure(self.connects))

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
    def standing(self) -> str:
        """Its status in words, and whether all of it was refunded."""
        return gettext("Partly refunded") if self.in_part else self.get_status_display()

    @property
    def discount_words(self) -> str:
        """What was taken off and why, to whoever reads it."""
        return label_of(self.discount_label)

    @property
    def in_part(self) -> bool:
        return self.status == self.Status.REFUNDED and self.refunded_minor < self.amount_minor

    @property
    def is_paid(self) -> bool:
        """Whether it was paid, whatever became of the money since."""
        return self.status in self.ONCE_PAID

    @property
    def total_connects(self) -> int:
        """What it credits: the package and what a code adds."""
        return self.connects + self.extra_connects

    @property
    def can_be_paid(self) -> bool:
        """Stripe's page for it is open. The last minutes are not offered: nobody types a card in that quickly."""
        soon = clock.real_now() + timedelta(minutes=2)
        return self.status == self.Status.OPEN and bool(self.session_url) and self.session_expires_at > soon
