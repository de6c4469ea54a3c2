"""The notice centre, and what people want to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import kinds


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

    def __str__(self) -> str:
        return self.text

    @property
    def icon(self) -> str:
        kind = kinds.KINDS.get(self.kind)
        return kinds.ICONS[kind.group] if kind else "bell"


class NoticeSwitch(models.Model):
    """What somebody said about one kind of notice and one way of being told; who said nothing has the default."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_switches", db_index=False
    )
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=4, choices=[("site", _("On the site")), ("mail", _("By mail"))])
    on = models.BooleanField()
    # When it was said: for special offers by mail this is the record that they were asked for.
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("notice switches")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "channel"], name="switch_is_set_one_way"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {'on' if self.on else 'off'}"


class Pace(models.TextChoices):
    """How often mail comes that is not urgent."""

    AT_ONCE = "at_once", _("Each at once")
    DAILY = "daily", _("Together, once a day")
    WEEKLY = "weekly", _("Together, on Mondays")
    NEVER = "never", _("Never: only what is urgent")


class MailPace(models.Model):
    """How often somebody wants mail that is not urgent; who has none gets each at once."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_pace")
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.AT_ONCE)
    # Of the day in the person's own zone.
    hour = models.PositiveSmallIntegerField(default=8)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hour__lte=23), name="digest_comes_at_an_hour_of_the_day")]

    def __str__(self) -> str:
        return self.get_pace_display()
