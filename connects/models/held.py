"""Free grants that wait for an operator, because the wallet may be somebody's second account (PRODUCT 3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from connects.models.vocabulary import Source
from connects.models.wallet import Wallet


class HeldGrant(models.Model):
    """What would have been granted. Released, it is booked under its reference, and lives from then on."""

    class State(models.TextChoices):
        HELD = "held", _("Waiting")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")

    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="held_grants")
    source = models.CharField(max_length=20, choices=Source)
    connects = models.PositiveIntegerField()
    lives_days = models.PositiveIntegerField()
    reference = models.CharField(max_length=120, unique=True)
    cause = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.HELD)
    held_at = models.DateTimeField(default=clock.now)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    judged_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(connects__gt=0, lives_days__gt=0), name="held_grant_gives_something"),
            models.CheckConstraint(
                condition=Q(state="held", judged_at=None) | (~Q(state="held") & Q(judged_at__isnull=False)),
                name="held_grant_is_judged_at_an_instant",
            ),
        ]
        indexes = [models.Index(fields=["wallet"], condition=Q(state="held"), name="grant_waits")]

    def __str__(self) -> str:
        return f"{self.connects} ({self.get_source_display()})"
