"""The demo clock, and how far the work by the clock has come."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ClockOffset(models.Model):
    """The one row that says how many seconds the site's clock is ahead of the world's. Demo mode only."""

    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="clock_has_one_row"),
            models.CheckConstraint(condition=Q(seconds__gte=0), name="clock_never_runs_behind"),
        ]


class SweepRun(models.Model):
    """How a sweep's latest run went, one row a sweep. Real time."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Empty while running, or when it was killed.")
    )
    rows = models.PositiveIntegerField(default=0, help_text=_("How many rows the latest finished run did."))
    failures = models.PositiveIntegerField(default=0, help_text=_("Failed runs since the last good one."))
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("sweep's latest run")
        verbose_name_plural = _("sweeps' latest runs")

    def __str__(self) -> str:
        return self.name


class Bookmark(models.Model):
    """How far a sweep has read another room's append-only table, by its ids.

    `ahead` is up to where it will read next, once the transactions that it `waits_for` are over (common.bookmarks).
    """

    name = models.CharField(max_length=80, unique=True)
    reached = models.BigIntegerField(default=0)
    ahead = models.BigIntegerField(default=0)
    waits_for = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ahead__gte=F("reached")), name="bookmark_looks_ahead")]

    def __str__(self) -> str:
        return f"{self.name}: {self.reached}"
