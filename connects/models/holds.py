"""What is held and not yet spent: placed, perhaps raised, then captured or returned, once. Append-only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock
from connects.models.ledger import Transaction
from connects.models.wallet import Wallet


class Hold(models.Model):
    """Connects that wait for what they were bid on. What is held is the sum of its parts."""

    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="holds")
    # Of the caller, as "boost:7": also the reference of its first part.
    reference = models.CharField(max_length=100, unique=True)
    cause = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    recorded_at = models.DateTimeField(default=clock.real_now)

    def __str__(self) -> str:
        return self.reference


class HoldPart(models.Model):
    """One booking that took Connects for a hold: its placing, or a raise by the difference."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="parts")
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, related_name="hold_part")

    def __str__(self) -> str:
        return gettext("{number} of {hold}").format(number=-self.transaction.amount, hold=self.hold)


class HoldEnd(models.Model):
    """How a hold ended. Captured, its parts are spends; returned, each part has the booking that mirrors it."""

    class How(models.TextChoices):
        CAPTURED = "captured", _("Spent")
        RETURNED = "returned", _("Returned")

    # One row a hold: the database itself lets it end once.
    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=8, choices=How)
    reason = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(default=clock.now)
    recorded_at = models.DateTimeField(default=clock.real_now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(how__in=["captured", "returned"]), name="hold_ends_captured_or_returned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hold}: {self.get_how_display()}"
