"""One person's or one agency's Connects."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from common import clock
from connects.models.policies import Plan


class Wallet(models.Model):
    """One person's or one agency's Connects. Its row is the mutex of its lots."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="wallet"
    )
    agency = models.OneToOneField(
        "accounts.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="wallet"
    )
    balance = models.IntegerField(default=0)
    # The earliest expiry among lots that still hold something; empty when nothing can lapse.
    next_expiry_at = models.DateTimeField(null=True, blank=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Months are counted from here (UTC); the period's number says how many have been granted or passed.
    anchor_at = models.DateTimeField()
    period = models.PositiveIntegerField(default=0)
    next_period_at = models.DateTimeField(null=True, blank=True)
    # Until when its plan is paid for; empty on a plan that costs nothing. A paid plan's periods begin only before it.
    paid_until = models.DateTimeField(null=True, blank=True)
    # When the latest paid plan began: whoever tells of an earlier beginning, or of this one again, changes nothing.
    begun_at = models.DateTimeField(null=True, blank=True)
    # What refunds and lost disputes took back and was spent by then: the sum of what its lots owe.
    debt = models.PositiveIntegerField(default=0, db_default=0)
    # Since when its free grants wait for an operator, because it may be somebody's second account (PRODUCT 3).
    held_since = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(balance__gte=0), name="wallet_never_overdrawn"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, agency__isnull=True) | Q(person__isnull=True, agency__isnull=False),
                name="wallet_has_one_owner",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_expiry_at"], condition=Q(next_expiry_at__isnull=False), name="wallet_expiry_due"
            ),
            models.Index(
                fields=["next_period_at"],
                # A paid plan's period that is not paid for waits, and would be in the way of the due ones.
                condition=Q(next_period_at__isnull=False)
                & (Q(paid_until__isnull=True) | Q(next_period_at__lt=F("paid_until"))),
                name="wallet_period_due",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Wallet of {owner}").format(owner=self.person or self.agency)
