"""What lowers a price, and how often: the first purchase, sales, and promo codes with their limits (PRODUCT 4)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from common import clock
from common.models import Policy

# More would be a slip of the finger: so many Connects at once, and ten years of life.
MOST_CONNECTS, MOST_DAYS = 10_000, 3650
# How a promo code is written.
CODE = r"^[A-Z0-9-]{3,30}$"


class DiscountPolicy(Policy):
    """Figures of discounts that need no row of their own: one row."""

    first_purchase_percent = models.PositiveSmallIntegerField(default=10, help_text=gettext_lazy("0 switches it off."))
    campaign_counts_days = models.PositiveSmallIntegerField(
        default=30, help_text=gettext_lazy("A purchase within so many days of a campaign counts as led to by it.")
    )

    class Meta:
        verbose_name_plural = _("discount policy")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="discount_policy_has_one_row"),
            models.CheckConstraint(
                condition=Q(first_purchase_percent__lt=100), name="first_purchase_discount_is_below_all"
            ),
            models.CheckConstraint(
                condition=Q(campaign_counts_days__gte=1),
                name="figures_of_offers_are_positive",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Discount policy")


class Sale(Policy):
    """A seasonal sale: so many percent off every package between two instants."""

    name = models.CharField(max_length=60, help_text=gettext_lazy("As buyers read it: Spring sale."))
    percent = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    region = models.ForeignKey(
        "billing.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=gettext_lazy("Empty: all."),
    )
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lt=100), name="sale_takes_off_a_part"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="sale_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name


class PromoCode(Policy):
    """A code that somebody types: a percentage off, Connects on top, or Connects without a purchase."""

    code = models.CharField(
        max_length=30, unique=True, help_text=gettext_lazy("Letters, digits and hyphens; stored in capitals.")
    )
    percent = models.PositiveSmallIntegerField(default=0, help_text=gettext_lazy("0 to 100 off the price."))
    connects = models.PositiveIntegerField(
        default=0,
        validators=[MaxValueValidator(MOST_CONNECTS)],
        help_text=gettext_lazy("Or so many Connects: on top of a purchase, in its lot, or without one."),
    )
    without_purchase = models.BooleanField(
        default=False,
        help_text=gettext_lazy("Its Connects are redeemed without buying anything, and cannot be used when buying."),
    )
    lives_days = models.PositiveIntegerField(
        _("live for days"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text=gettext_lazy("How many days Connects redeemed without a purchase live."),
    )
    limit_total = models.PositiveIntegerField(
        null=True, blank=True, help_text=gettext_lazy("Uses in all; empty: any number.")
    )
    limit_per_person = models.PositiveIntegerField(null=True, blank=True, default=1)
    region = models.ForeignKey(
        "billing.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=gettext_lazy("Empty: all."),
    )
    plan = models.ForeignKey(
        "connects.Plan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=gettext_lazy("Empty: all."),
    )
    first_purchase_only = models.BooleanField(default=False)
    starts_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100, connects=0) | Q(percent=0, connects__gte=1),
                name="code_gives_percent_or_connects",
            ),
            models.CheckConstraint(
                condition=Q(without_purchase=False) | Q(percent=0, first_purchase_only=False),
                name="code_without_purchase_gives_connects",
            ),
            models.CheckConstraint(condition=Q(lives_days__gte=1), name="redeemed_lots_live_a_day_or_more"),
            models.CheckConstraint(condition=Q(code__regex=CODE), name="code_is_in_capitals"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="code_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Redemption(models.Model):
    """One use of a code. With a purchase: reserved when the checkout starts, used once paid, released when it ends
    unpaid. Without one: used at once, and so many Connects given."""

    class State(models.TextChoices):
        RESERVED = "reserved", _("Reserved")
        USED = "used", _("Used")
        RELEASED = "released", _("Released")

    code = models.ForeignKey(PromoCode, on_delete=models.PROTECT, related_name="redemptions")
    purchase = models.OneToOneField(
        "billing.Purchase", on_delete=models.PROTECT, null=True, blank=True, related_name="redemption"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.RESERVED)
    # What it gave without a purchase, and the form that asked for it: sent twice, it redeems once.
    connects = models.PositiveIntegerField(null=True, blank=True)
    key = models.CharField(max_length=32, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purchase__isnull=False, connects=None, key=None)
                | Q(purchase=None, connects__gte=1, key__isnull=False, state="used"),
                name="code_is_used_with_a_purchase_or_gives_connects",
            ),
        ]
        indexes = [
            models.Index(fields=["code", "person"], condition=~Q(state="released"), name="redemption_counts"),
        ]

    def __str__(self) -> str:
        what = self.purchase or gettext("{n} Connects").format(n=self.connects)
        return gettext("{code} for {what}").format(code=self.code, what=what)

    @property
    def reference(self) -> str:
        """The cause of its booking."""
        return f"redemption:{self.pk}"
