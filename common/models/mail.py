"""Outgoing mail."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mails(models.QuerySet["Mail"]):
    def going(self) -> Self:
        """Not sent, and a try is still to come."""
        return self.filter(next_try_at__isnull=False)

    def late(self, at: datetime) -> Self:
        """Queued before `at` and still to be sent."""
        return self.going().filter(queued_at__lt=at)

    def given_up(self) -> Self:
        """Tried often enough, and never sent."""
        return self.filter(sent_at=None, next_try_at=None, collect_at=None, collected_at=None)

    def unsent(self) -> Self:
        """On its way or given up; what waits for a digest or went into one is neither."""
        return self.filter(sent_at=None, collect_at=None, collected_at=None)

    def waiting(self) -> Self:
        """For a digest."""
        return self.filter(collect_at__isnull=False)


class Mail(models.Model):
    """A mail to be sent: written in the transaction that caused it, sent after the commit, swept if that failed.

    One of a kind (common.kinds) may wait for its person's digest instead: then it goes out as a line of that.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    # What caused it, once: "expiring:lot:17:30". Empty for mail that may repeat.
    reference = models.CharField(max_length=120, blank=True)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True, help_text=_("Real time; empty when sent or given up."))
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    # What it tells, and whom: who switches that kind off is not sent it. Empty for mail of the account itself.
    kind = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    link = models.CharField(max_length=300, blank=True)
    # The digest it waits for (by the site's clock), and when it went into that.
    collect_at = models.DateTimeField(null=True, blank=True, help_text=_("When the digest it waits for is due."))
    collected_at = models.DateTimeField(null=True, blank=True, help_text=_("When it went into a digest."))

    objects = Mails.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="mail_is_sent_once_per_cause"
            ),
            models.CheckConstraint(
                condition=Q(collect_at=None) | Q(next_try_at=None, sent_at=None, person__isnull=False),
                name="mail_waits_for_a_digest_or_goes_alone",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="mail_due"),
            models.Index(fields=["collect_at"], condition=Q(collect_at__isnull=False), name="mail_to_collect"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def state(self) -> str:
        """As operators read it."""
        if self.sent_at:
            return "Sent"
        if self.collect_at or self.collected_at:
            return "In a digest" if self.collected_at else "Waits for a digest"
        return "To be sent" if self.next_try_at else "Given up"
