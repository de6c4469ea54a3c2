"""What Stripe told us, kept as it came."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from common import clock, dates


class StripeEvents(models.QuerySet["StripeEvent"]):
    def waiting(self) -> "StripeEvents":
        """Not done yet, and the site goes on trying by itself."""
        return self.filter(processed_at=None, quarantine="")

    def with_operator(self) -> "StripeEvents":
        """Set aside until an operator replays or dismisses them."""
        return self.filter(processed_at=None).exclude(quarantine="")

    def settle(self, subject: str) -> None:
        """What they told of this object has been dealt with after all: no operator need look any more."""
        rows = self.with_operator().filter(subject=subject)
        rows.update(processed_at=clock.real_now(), quarantine="", error="Settled after all.")

    def due(self, at: datetime) -> "StripeEvents":
        return self.waiting().filter(try_at__lte=at).order_by("try_at", "id")


class StripeEvent(models.Model):
    """An event as it came, stored before it is processed."""

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

    objects = StripeEvents.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(try_at=None) | Q(processed_at=None, quarantine=""),
                name="only_a_waiting_event_is_tried_again",
            ),
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(processed_at=None), name="stripe_event_waiting"),
            models.Index(fields=["try_at"], condition=Q(try_at__isnull=False), name="stripe_event_to_try"),
        ]

    def __str__(self) -> str:
        return f"{self.type} ({self.event_id})"

    @property
    def state(self) -> str:
        """For operators."""
        if self.processed_at is not None:
            return "Done"
        if self.quarantine:
            return "In quarantine"
        return "Failed" if self.error else "Waiting"


class EventCatchUp(models.Model):
    """How far Stripe's own list of events has been read: one row. Real time."""

    until = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="event_catch_up_has_one_row")]

    def __str__(self) -> str:
        return gettext("Events until {at}").format(at=dates.exact(self.until))
