"""Who invited whom, and what came of it (PRODUCT 3)."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from common import clock
from common.models import Policy

# Without letters and digits that are taken for each other.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_code() -> str:
    """Ten of 31 signs: short enough to read out, and nobody finds one by trying."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


class ReferralPolicy(Policy):
    """The programme's figures: one row. What a referral brings are grant policies like all others."""

    enabled = models.BooleanField(default=True)
    age_days = models.PositiveSmallIntegerField(default=14, help_text="How old the newcomer's first purchase must be.")
    monthly_cap = models.PositiveSmallIntegerField(
        default=10, help_text="Rewards to one referrer in a calendar month (UTC)."
    )
    cookie_days = models.PositiveSmallIntegerField(
        default=30, help_text="How long after following a link somebody who joins counts as invited."
    )

    class Meta:
        verbose_name_plural = "referral policy"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="referral_policy_has_one_row"),
            models.CheckConstraint(condition=Q(cookie_days__gte=1), name="invitation_is_remembered_a_day_or_more"),
        ]

    def __str__(self) -> str:
        return "Referral programme"


class ReferralCode(models.Model):
    """Somebody's personal link. Its row is the mutex of how many rewards a month brings them."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="referral_code")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("invited", args=[self.code])


class Referral(models.Model):
    """One person who came by somebody's link."""

    class State(models.TextChoices):
        JOINED = "joined", "Joined"
        WAITING = "waiting", "Purchase must get older"
        REWARDED = "rewarded", "Rewarded"
        OVER_CAP = "over_cap", "Over the month's limit"
        NOT_COUNTED = "not_counted", "Not counted"

    class Why(models.TextChoices):
        NONE = "", "-"
        MAILBOX = "mailbox", "The same mailbox as the referrer's"
        DEVICE = "device", "Used in the referrer's browser"
        CARD = "card", "Paid with the referrer's card"
        AGENCY = "agency", "In one agency with the referrer"
        REPEAT = "repeat", "The mailbox had an account before"
        SUSPECTED = "suspected", "Judged to be somebody's second account"

    DECIDED = ("rewarded", "over_cap", "not_counted")

    referrer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="referrals")
    newcomer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="referral")
    came_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=12, choices=State, default=State.JOINED)
    # When to look at it; empty while nothing has happened that could count.
    due_at = models.DateTimeField(null=True, blank=True)
    # What counted, as "purchase:12" or "contract:7".
    counted = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=10, choices=Why, default=Why.NONE, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(referrer=F("newcomer")), name="nobody_refers_themselves"),
            models.CheckConstraint(
                condition=Q(state__in=["rewarded", "over_cap", "not_counted"], decided_at__isnull=False)
                | Q(state__in=["joined", "waiting"], decided_at=None),
                name="referral_is_decided_at_an_instant",
            ),
            models.CheckConstraint(
                condition=(Q(state="not_counted") & ~Q(why="")) | (~Q(state="not_counted") & Q(why="")),
                name="referral_that_does_not_count_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(due_at__isnull=False), name="waiting_referral_knows_until_when"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="referral_due"),
            models.Index(fields=["referrer", "-id"], name="referral_newest"),
            models.Index(fields=["referrer", "decided_at"], condition=Q(state="rewarded"), name="referral_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.newcomer} by {self.referrer}"
