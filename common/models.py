"""What every room needs a row for: the demo clock, outgoing mail, notices, and the record of policy changes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class ClockOffset(models.Model):
    """The one row that says how many seconds the site's clock is ahead of the world's. Demo mode only."""

    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="clock_has_one_row"),
            models.CheckConstraint(condition=Q(seconds__gte=0), name="clock_never_runs_behind"),
        ]


class Mail(models.Model):
    """A mail to be sent: written in the transaction that caused it, sent after the commit, swept if that failed."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    # What caused it, once: "expiring:lot:17:30". Empty for mail that may repeat.
    reference = models.CharField(max_length=120, blank=True)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True, help_text="Real time; empty when sent or given up.")
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="mail_is_sent_once_per_cause"
            ),
        ]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="mail_due")]


class Notice(models.Model):
    """One line in a person's notice centre."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    link = models.CharField(max_length=300, blank=True)
    # What it tells of, once per person: "expiring:lot:17:30".
    reference = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "reference"], name="notice_is_given_once_per_cause"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_newest"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]


class SweepRun(models.Model):
    """How a sweep's latest run went, one row a sweep. Real time."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True, help_text="Empty while running, or when it was killed.")
    rows = models.PositiveIntegerField(default=0, help_text="How many rows the latest finished run did.")
    failures = models.PositiveIntegerField(default=0, help_text="Failed runs since the last good one.")
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = "sweep's latest run"
        verbose_name_plural = "sweeps' latest runs"

    def __str__(self) -> str:
        return self.name


class PolicyChange(models.Model):
    """Who changed which operator figure, when, from what to what, and why. Append-only."""

    # The row that changed, as "connects.grantpolicy:3".
    subject = models.CharField(max_length=120, db_index=True)
    label = models.CharField(max_length=200)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="policy_change_says_why")]


class Policy(models.Model):
    """A typed row of operator figures. Changed only through `common.policies.change`, which records who and why."""

    class Meta:
        abstract = True

    def figures(self) -> dict[str, Any]:
        """The row's values as plain data, for the record of changes."""
        return {
            field.attname: field.value_to_string(self) if not field.is_relation else getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if not field.primary_key
        }
