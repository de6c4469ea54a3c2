"""Money that goes back: refunds that operators make, and disputes that buyers' banks open (PRODUCT 4)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from billing.models.purchases import new_key
from common import clock
from common.reading import said

_OF_ONE = Q(purchase__isnull=False, invoice__isnull=True) | Q(purchase__isnull=True, invoice__isnull=False)


class Refund(models.Model):
    """So much of one payment given back. The row is committed before Stripe hears of it."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        PENDING = "pending", _("Under way")
        SUCCEEDED = "succeeded", _("Done")
        FAILED = "failed", _("Failed")

    purchase = models.ForeignKey(
        "billing.Purchase", on_delete=models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    invoice = models.ForeignKey(
        "billing.Invoice", on_delete=models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    amount_minor = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    reason = models.CharField(max_length=300)
    # Empty for a refund made in Stripe's dashboard.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    attempt = models.PositiveSmallIntegerField(default=1)
    refund_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    # When to ask Stripe about it next. Real time; empty once nothing is left to do.
    look_at = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=_OF_ONE, name="refund_is_of_one_payment"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_returns_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="refund_says_why"),
        ]
        indexes = [models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="refund_to_look_at")]

    def __str__(self) -> str:
        return gettext("Refund {number} of {payment}").format(number=self.pk, payment=self.payment.number)

    @property
    def reason_words(self) -> str:
        """Why, to whoever reads it: an operator's own words, or ours."""
        return said(self.reason)

    @property
    def payment(self) -> Any:
        """The purchase or the invoice of which it is."""
        return self.purchase or self.invoice


class Dispute(models.Model):
    """A payment that its payer's bank has taken back until somebody is proved right."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    dispute_id = models.CharField(max_length=120, unique=True)
    purchase = models.ForeignKey(
        "billing.Purchase", on_delete=models.PROTECT, null=True, blank=True, related_name="disputes"
    )
    invoice = models.ForeignKey(
        "billing.Invoice", on_delete=models.PROTECT, null=True, blank=True, related_name="disputes"
    )
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    why = models.CharField(max_length=60, blank=True, help_text=gettext_lazy("The bank's reason."))
    status = models.CharField(max_length=40, help_text=gettext_lazy("As Stripe calls it."))
    outcome = models.CharField(max_length=4, choices=Outcome, default=Outcome.OPEN, blank=True)
    # What was left of the Connects is booked out because of it. A bank's mere question does not do that.
    froze = models.BooleanField(default=False)
    answer_by = models.DateTimeField(
        null=True, blank=True, help_text=gettext_lazy("The last instant for evidence, at Stripe.")
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=_OF_ONE, name="dispute_is_of_one_payment"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at__isnull=True) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="closed_dispute_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.dispute_id

    @property
    def payment(self) -> Any:
        """The purchase or the invoice of which it is."""
        return self.purchase or self.invoice
