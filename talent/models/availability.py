"""The availability badge: who wears "Available now", what a week of it costs them, and every week that was paid."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.models import Policy
from talent.models.profile import FreelancerProfile


class AvailabilityPolicy(Policy):
    """What the badge costs, and how long before a higher price is asked for. One row (PRODUCT 5, 6)."""

    price = models.PositiveSmallIntegerField(default=7, help_text=_("Connects a week."))
    notice_days = models.PositiveSmallIntegerField(
        default=3,
        help_text=_("A higher price is asked of wearers for weeks that begin so many days after they are told."),
    )
    kept_days = models.PositiveSmallIntegerField(
        default=28, help_text=_("The same for wearers on Freelancer Plus, who keep their price that long.")
    )

    class Meta:
        verbose_name_plural = _("availability policy")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="availability_policy_has_one_row"),
            models.CheckConstraint(
                condition=Q(price__gte=1, price__lte=1000), name="the_badge_costs_1_to_1000_a_week"
            ),
            models.CheckConstraint(
                condition=Q(kept_days__gte=F("notice_days"), kept_days__lte=365),
                name="plus_keeps_its_price_at_least_as_long_and_a_year_at_most",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Availability badge")


class WhyOff(models.TextChoices):
    PERSON = "person", _("Switched off by the person")
    SHORT = "short", _("The balance was short")
    PRICE = "price", _("It would have cost more than the person's maximum")
    HIDDEN = "hidden", _("The profile could not be shown any more")


class Availabilities(models.QuerySet["Availability"]):
    def on(self) -> "Availabilities":
        return self.filter(on_since__isnull=False)


class Availability(models.Model):
    """Whether somebody wears the badge, and on what terms. Changed only while the profile is held."""

    profile = models.OneToOneField(FreelancerProfile, on_delete=models.CASCADE, related_name="availability")
    on_since = models.DateTimeField(null=True, blank=True)
    # Connects a week, at most: the wearer's own choice.
    maximum = models.PositiveSmallIntegerField()
    # What the next week costs, as promised; and a rise they were told of, for weeks that begin from then on.
    price = models.PositiveSmallIntegerField()
    rises_to = models.PositiveSmallIntegerField(null=True, blank=True)
    rises_at = models.DateTimeField(null=True, blank=True)
    # The end of the last week that was paid. It stays when the badge goes off: until then it may go on unpaid.
    paid_until = models.DateTimeField()
    off_at = models.DateTimeField(null=True, blank=True)
    off_why = models.CharField(max_length=10, choices=WhyOff, blank=True)

    objects = Availabilities.as_manager()

    class Meta:
        verbose_name_plural = _("availability badges")
        constraints = [
            models.CheckConstraint(
                condition=Q(on_since__isnull=False, off_at=None, off_why="")
                | (Q(on_since=None, off_at__isnull=False) & ~Q(off_why="")),
                name="badge_is_on_or_says_why_it_is_off",
            ),
            models.CheckConstraint(
                condition=Q(rises_to=None, rises_at=None) | Q(rises_to__isnull=False, rises_at__isnull=False),
                name="a_rise_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["paid_until"], condition=Q(on_since__isnull=False), name="availability_due"),
        ]

    def __str__(self) -> str:
        words = gettext("{profile}: on") if self.is_on else gettext("{profile}: off")
        return words.format(profile=self.profile)

    @property
    def is_on(self) -> bool:
        return self.on_since is not None


class AvailabilityWeek(models.Model):
    """One week of the badge that was paid. Never changed: the wallet's history names it."""

    availability = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="weeks")
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    price = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["availability", "number"], name="a_week_of_the_badge_is_paid_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_week_of_the_badge_has_its_days"),
        ]

    def __str__(self) -> str:
        return gettext("{profile}: week {number}").format(profile=self.availability.profile, number=self.number)
