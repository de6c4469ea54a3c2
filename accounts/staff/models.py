"""On record for good: which operator saw the site as whom, why, and how long."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common import clock


class Impersonation(models.Model):
    """An operator sees the site as somebody else, read-only. By real time, whatever the demo clock says."""

    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="impersonations")
    reason = models.CharField(max_length=300)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="When it ends by itself.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Empty while it lasts, and when it ran out.")
    pages = models.PositiveIntegerField(default=0, help_text="How many pages were asked for.")

    class Meta:
        verbose_name = "visit as somebody"
        verbose_name_plural = "visits as somebody"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="impersonation_says_why"),
            models.CheckConstraint(condition=~Q(operator=F("person")), name="nobody_impersonates_themselves"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("started_at")), name="impersonation_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.operator} as {self.person}"

    @property
    def minutes_left(self) -> int:
        """Rounded up: the last minute is one."""
        return max(0, -int((clock.real_now() - self.expires_at).total_seconds() // 60))
