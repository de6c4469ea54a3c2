"""The price book: regions with their currency and packages, and what a membership costs and brings (PRODUCT 4, 5)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from billing import discounts
from common.countries import COUNTRIES
from common.models import Policy
from common.numbers import in_connects


class Region(Policy):
    """Countries that pay in one currency. The one without countries is for everywhere else."""

    name = models.CharField(max_length=60, unique=True)
    currency = models.CharField(max_length=3)
    countries = models.JSONField(
        default=list,
        blank=True,
        help_text=gettext_lazy("Two-letter codes. Empty for the one region that is everywhere else."),
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["countries"], condition=Q(countries=[]), name="one_region_is_everywhere_else"
            ),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="region_has_a_currency"),
        ]

    def __str__(self) -> str:
        # Translated where it is one of those that the price book began with.
        return gettext(self.name) if self.name else ""

    def clean(self) -> None:
        codes = self.countries
        if not isinstance(codes, list) or any(code not in dict(COUNTRIES) for code in codes):
            raise ValidationError({"countries": gettext('Write a list of two-letter country codes, as ["DE", "FR"].')})
        if codes and Region.objects.filter(pk=self.pk, countries=[]).exists():
            raise ValidationError(
                {"countries": gettext("This is everywhere else: people elsewhere would have no prices.")}
            )
        others: Any = Region.objects.exclude(pk=self.pk)
        taken = sorted({code for other in others for code in other.countries} & set(codes))
        if taken:
            said = gettext("Already in another region: {countries}.").format(countries=", ".join(taken))
            raise ValidationError({"countries": said})


class Package(Policy):
    """So many Connects at one price in minor units of its region's currency (PRODUCT 4)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="packages")
    connects = models.PositiveIntegerField()
    price_minor = models.PositiveIntegerField()
    # Sold only to wallets whose plan allows large packages (PRODUCT 5).
    large = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["region", "connects"]
        constraints = [
            models.UniqueConstraint(fields=["region", "connects"], name="package_has_one_price_in_a_region"),
            models.CheckConstraint(condition=Q(connects__gt=0, price_minor__gt=0), name="package_sells_something"),
        ]

    def __str__(self) -> str:
        return in_connects(self.connects)

    @property
    def currency(self) -> str:
        return self.region.currency

    def clean(self) -> None:
        if self.price_minor and not discounts.chargeable(self.price_minor, self.currency):
            said = gettext("Less than Stripe can charge in {currency}.").format(currency=self.currency)
            raise ValidationError({"price_minor": said})


class PlanTerms(Policy):
    """What a plan is beside its monthly Connects (connects.Plan): for whom, with what discount, in which order."""

    plan = models.OneToOneField("connects.Plan", on_delete=models.PROTECT, related_name="terms")
    for_agencies = models.BooleanField(default=False)
    # Going to a higher rank is an upgrade, and at once; to a lower one a downgrade, at the period's end.
    rank = models.PositiveSmallIntegerField(default=0)
    discount_percent = models.PositiveSmallIntegerField(default=0)
    large_packages = models.BooleanField(
        default=False, help_text=gettext_lazy("May buy packages that are marked large.")
    )
    by_contract = models.BooleanField(
        default=False, help_text=gettext_lazy("Given by an operator, not sold through Stripe.")
    )
    more = models.TextField(
        blank=True, help_text=gettext_lazy("What else it brings, one line each, for the comparison table.")
    )

    class Meta:
        verbose_name_plural = _("plan terms")
        ordering = ["for_agencies", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["for_agencies", "rank"], name="plans_have_an_order"),
            models.CheckConstraint(condition=Q(discount_percent__lt=100), name="membership_discount_is_below_all"),
        ]

    def __str__(self) -> str:
        return str(self.plan)


class PlanPrice(Policy):
    """What a membership costs a month or a year, prepaid, in minor units."""

    class Interval(models.TextChoices):
        MONTH = "month", _("Monthly")
        YEAR = "year", _("Annual")

    plan = models.ForeignKey("connects.Plan", on_delete=models.PROTECT, related_name="prices")
    interval = models.CharField(max_length=5, choices=Interval)
    currency = models.CharField(max_length=3, default="USD")
    price_minor = models.PositiveIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["plan", "interval"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "interval", "currency"], name="plan_has_one_price_an_interval_and_currency"
            ),
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="membership_costs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.get_interval_display().lower()}"
