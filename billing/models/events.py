"""What Stripe told us, kept as it came."""

from django.db import models
from django.db.models import Q

from common import clock


class StripeEvent(models.Model):
    """A webhook event as it came, stored before it is processed."""

    event_id = models.CharField(max_length=120, unique=True)
    type = models.CharField(max_length=80)
    # The id of what it is about.
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    payload = models.JSONField()
    received_at = models.DateTimeField(default=clock.real_now)
    processed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When to try again what failed. Real time; empty once processed or with an operator.
    try_at = models.DateTimeField(null=True, blank=True)
    # Why the latest attempt failed, or, once processed, why nothing was done.
    error = models.TextField(blank=True)
    # Why an operator must look before anything is done with it.
    quarantine = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], condition=Q(processed_at=None), name="stripe_event_waiting"),
            models.Index(fields=["try_at"], condition=Q(try_at__isnull=False), name="stripe_event_to_try"),
        ]

    def __str__(self) -> str:
        return f"{self.type} ({self.event_id})"
