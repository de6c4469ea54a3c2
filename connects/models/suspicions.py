"""An account that may be somebody's second one, until an operator has judged it (PRODUCT 3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from accounts.identity import IdentitySign
from common import clock
from connects.models.wallet import Wallet


class Suspicion(models.Model):
    """Why a wallet's free grants wait. Cleared, they are released; upheld, the wallet gets none any more."""

    class Verdict(models.TextChoices):
        OPEN = "open", "To judge"
        CLEARED = "cleared", "Another person"
        UPHELD = "upheld", "The same person"

    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="suspicions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="suspicions")
    raised_at = models.DateTimeField(default=clock.now)
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.OPEN)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["wallet"], condition=~Q(verdict="cleared"), name="wallet_is_suspected_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(verdict="open", judged_at=None) | (~Q(verdict="open") & Q(judged_at__isnull=False)),
                name="suspicion_is_judged_at_an_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_verdict_display()}"


class SuspicionReason(models.Model):
    """One other account that this one looks like, and by what."""

    suspicion = models.ForeignKey(Suspicion, on_delete=models.PROTECT, related_name="reasons")
    kind = models.CharField(max_length=10, choices=IdentitySign.Kind)
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # When the other account was seen with it.
    seen_at = models.DateTimeField()
    found_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["suspicion", "kind", "other"], name="suspicion_names_a_reason_once"),
        ]

    def __str__(self) -> str:
        return gettext("{sign} as {other} ({email})").format(
            sign=self.get_kind_display(), other=self.other, email=self.other.email
        )
