"""The wallet's figures, which operators change: what plans and one-time rewards give, and how long it lives."""

from django.db import models
from django.db.models import F, Q

from common.models import Policy
from connects.models.vocabulary import Source


class Plan(Policy):
    """What a wallet gets every month. Basic is a perk that the operator may switch off (PRODUCT 3, 5)."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    monthly = models.PositiveIntegerField(help_text="Connects a month.")
    # A perk lives to the wallet's next anchor instant; an allowance that rolls over lives this many days.
    rolls_over = models.BooleanField(default=False)
    lives_days = models.PositiveIntegerField(default=365)
    enabled = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(lives_days__gte=1), name="plan_lots_live_a_day_or_more")]

    def __str__(self) -> str:
        return self.name


class GrantPolicy(Policy):
    """How many Connects a reward gives each time it is earned, and for how long they live (PRODUCT 3)."""

    source = models.CharField(max_length=20, choices=Source, unique=True)
    connects = models.PositiveIntegerField()
    lives_days = models.PositiveIntegerField(default=365)
    enabled = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "grant policies"
        constraints = [models.CheckConstraint(condition=Q(lives_days__gte=1), name="granted_lots_live_a_day_or_more")]

    def __str__(self) -> str:
        return self.get_source_display()


class WalletPolicy(Policy):
    """The wallet's own figures: one row (PRODUCT 2)."""

    purchased_lives_days = models.PositiveIntegerField(default=365)
    # What an operator adds by an adjustment lives this long.
    adjusted_lives_days = models.PositiveIntegerField(default=365)
    # Softens refunds into lots that have expired meanwhile.
    refund_grace_days = models.PositiveIntegerField(default=0)
    # Told of a low balance when spending brings it below this.
    low_balance = models.PositiveSmallIntegerField(default=10, help_text="0 tells nobody.")
    # A notice this many days before a lot lapses, once per lot and step.
    notice_days_first = models.PositiveSmallIntegerField(default=30)
    notice_days_second = models.PositiveSmallIntegerField(default=7)
    notice_days_last = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name_plural = "wallet policy"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="wallet_policy_has_one_row"),
            models.CheckConstraint(
                condition=Q(purchased_lives_days__gte=1, adjusted_lives_days__gte=1),
                name="bought_lots_live_a_day_or_more",
            ),
            models.CheckConstraint(
                condition=Q(
                    notice_days_first__gt=F("notice_days_second"),
                    notice_days_second__gt=F("notice_days_last"),
                ),
                name="expiry_notices_come_in_order",
            ),
        ]

    def __str__(self) -> str:
        return "Wallet policy"
