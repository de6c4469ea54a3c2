"""Badges: a row says who gave it, when and why, and who took it away; it is never a flag."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talent.models.profile import FreelancerProfile


class BadgeKind(models.TextChoices):
    RISING_TALENT = "rising_talent", _("Rising Talent")


class Badges(models.QuerySet["Badge"]):
    def worn(self) -> "Badges":
        return self.filter(taken_at=None)


class Badge(models.Model):
    """One time of wearing a badge. Given by the rule when nobody is named, and then the rule may take it away."""

    profile = models.ForeignKey(FreelancerProfile, on_delete=models.PROTECT, related_name="badges")
    kind = models.CharField(max_length=20, choices=BadgeKind, default=BadgeKind.RISING_TALENT)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_reason = models.CharField(max_length=300, blank=True)

    objects = Badges.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "kind"], condition=Q(taken_at=None), name="badge_is_worn_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="badge_says_why_it_was_given"),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None, taken_reason="")
                | (Q(taken_at__isnull=False) & ~Q(taken_reason="")),
                name="badge_says_why_it_was_taken",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.profile}"

    @property
    def is_by_rule(self) -> bool:
        return self.given_by_id is None


class BadgeRound(models.Model):
    """Until when the nightly check of a badge has come: one row a kind."""

    kind = models.CharField(max_length=20, choices=BadgeKind, unique=True)
    done_at = models.DateTimeField()
