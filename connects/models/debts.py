"""What became of a payment after all: of a lot's or of a plan's time, and what is owed for it. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from connects.models.ledger import Transaction
from connects.models.lots import Lot
from connects.models.wallet import Wallet


class ClaimEntry(models.Model):
    """News of a lot's payment, each once: so much of it went back in all, it is disputed, or no longer."""

    class Act(models.TextChoices):
        CLAIM = "claim", _("Money given back")
        FREEZE = "freeze", _("Disputed")
        UNFREEZE = "unfreeze", _("No longer disputed")

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="claim_entries", db_index=False)
    act = models.CharField(max_length=10, choices=Act)
    # Of the caller, as "refund:7"; one may be about several lots.
    reference = models.CharField(max_length=120)
    # How many of the lot's Connects have been claimed in all, once this is booked.
    total = models.PositiveIntegerField()
    # What this took out of the lot and onto the debt; negative for what it gave back.
    revoked = models.IntegerField(default=0)
    owed = models.IntegerField(default=0)
    cause = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    effective_at = models.DateTimeField(default=clock.now)
    recorded_at = models.DateTimeField(default=clock.real_now)

    class Meta:
        verbose_name_plural = _("claim entries")
        constraints = [
            models.UniqueConstraint(fields=["lot", "act", "reference"], name="news_of_a_payment_counts_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="claim_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} ({self.reference})"


class TurnedTime(models.Model):
    """A time of a wallet's plan whose payment has turned: refunded or disputed, in whole or part, now or once."""

    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="turned_times", db_index=False)
    # The payment, of the caller, as "invoice:7".
    cause = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.real_now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wallet", "cause"], name="time_of_a_plan_turns_once_a_payment"),
        ]

    def __str__(self) -> str:
        return f"{self.cause}, {self.starts_at} to {self.ends_at}"


class DebtEntry(models.Model):
    """So many Connects onto (+) or off (-) what a lot owes. Append-only."""

    class Why(models.TextChoices):
        TAKEN_BACK = "taken_back", _("Spent before its payment went back")
        PAID = "paid", _("Paid by a later grant")
        UNPAID = "unpaid", _("What had paid it was given back")
        RETURNED = "returned", _("Came back into its lot")
        FORGIVEN = "forgiven", _("Its payment stands again")

    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="debt_entries")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="debt_entries")
    why = models.CharField(max_length=10, choices=Why)
    amount = models.IntegerField()
    # The wallet's debt after it.
    debt_after = models.PositiveIntegerField()
    reference = models.CharField(max_length=120, unique=True)
    # The booking that moved as many Connects; none when nothing moved.
    transaction = models.ForeignKey(
        Transaction, on_delete=models.PROTECT, null=True, blank=True, related_name="debt_entries"
    )
    cause = models.CharField(max_length=60, blank=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.real_now)

    class Meta:
        verbose_name_plural = _("debt entries")
        indexes = [models.Index(fields=["wallet", "-id"], name="debt_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(why__in=["taken_back", "unpaid"], amount__gt=0)
                | Q(why__in=["paid", "returned", "forgiven"], amount__lt=0),
                name="debt_grows_only_by_what_was_taken_back",
            ),
            models.CheckConstraint(
                condition=Q(why__in=["paid", "unpaid", "returned"], transaction__isnull=False)
                | Q(why__in=["taken_back", "forgiven"], transaction__isnull=True),
                name="debt_is_paid_by_a_booking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_why_display()} {self.amount:+d} ({self.reference})"
