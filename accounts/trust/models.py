"""Reports and flags join one case for each thing; operators decide it once. Suspensions and bans are rows that stay.

What a case is about is named by its kind and number: the rooms above say what these are (accounts.trust.registry).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common import clock

PERSON = settings.AUTH_USER_MODEL


class Reason(models.TextChoices):
    """What somebody says is wrong: the violations of PRODUCT 8, and what is only a nuisance."""

    ILLEGAL = "illegal", _("Illegal activity")
    OUTSIDE = "outside", _("Work or payment outside the platform")
    FRAUD = "fraud", _("Fraud")
    DISCRIMINATION = "discrimination", _("Discrimination")
    SPAM = "spam", _("Spam, or the same thing again")
    CONTACT = "contact", _("Ways to contact somebody outside")
    OTHER = "other", _("Something else")


class Cases(models.QuerySet["Case"]):
    def open(self) -> "Cases":
        return self.filter(verdict="")

    def as_a_queue(self) -> "Cases":
        """What waits first; the most reported, and of those the oldest, on top."""
        waits = models.Case(models.When(verdict="", then=0), default=1, output_field=models.IntegerField())
        return self.annotate(waits=waits).order_by("waits", "-reports_count", "opened_at", "id")


class Case(models.Model):
    """One thing that somebody, or the site itself, asks operators to look at."""

    class Verdict(models.TextChoices):
        OPEN = "", _("Open")
        REMOVED = "removed", _("Removed")
        WARNED = "warned", _("Owner warned")
        KEPT = "kept", _("Kept")

    UPHELD = (Verdict.REMOVED, Verdict.WARNED)

    kind = models.CharField(max_length=16)
    object_id = models.PositiveBigIntegerField()
    # As it stood when the case was opened, so that the queue asks no other room.
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="cases")
    opened_at = models.DateTimeField(default=clock.now)
    reports_count = models.PositiveIntegerField(default=0)
    flags_count = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.OPEN, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # For the record; and what its owner reads, when there is something to say.
    why = models.CharField(max_length=300, blank=True)
    said = models.CharField(max_length=500, blank=True)

    objects = Cases.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], condition=Q(verdict=""), name="one_open_case_a_thing"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", judged_at=None, judged_by=None)
                | (~Q(verdict="") & ~Q(why="") & Q(judged_at__isnull=False, judged_by__isnull=False)),
                name="verdict_says_who_when_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["-reports_count", "opened_at"], condition=Q(verdict=""), name="case_waiting"),
            models.Index(fields=["kind", "object_id"], name="case_of_thing"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.verdict == self.Verdict.OPEN


class Report(models.Model):
    """What one person says of one thing. The thing's owner never learns who."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=16)
    object_id = models.PositiveBigIntegerField()
    reporter = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="reports")
    reason = models.CharField(max_length=16, choices=Reason)
    text = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "reporter"], name="reported_once_by_a_person")
        ]
        indexes = [models.Index(fields=["reporter", "-id"], name="report_of_person")]

    def __str__(self) -> str:
        return f"Report {self.pk}"


class Flag(models.Model):
    """What the site noticed by itself. It decides nothing: a person looks at the passage."""

    class Sort(models.TextChoices):
        CONTACT = "contact", _("Contact outside the site")
        DUPLICATE = "duplicate", _("Much like another job")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=16)
    object_id = models.PositiveBigIntegerField()
    sort = models.CharField(max_length=10, choices=Sort)
    passage = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        # Once judged, the same passage is not raised again.
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "sort", "passage"], name="passage_is_flagged_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()}: {self.passage}"


class CaseEvent(models.Model):
    """Who did what to a case, when and why. Written once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=8)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


class Block(models.Model):
    """Somebody wants nothing more from somebody else, who is not told."""

    blocker = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="blocked_by")
    # The name under which the blocker met them: a client's company, perhaps.
    name = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="blocked_once"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="nobody_blocks_themselves"),
        ]

    def __str__(self) -> str:
        return self.name


class StandingEvent(models.Model):
    """A suspension, a ban, and their end. Written once: how somebody stands now is kept on the person."""

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", _("Suspended")
        BANNED = "banned", _("Banned")
        LIFTED = "lifted", _("Lifted")
        ENDED = "ended", _("Suspension over")

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="standing_events")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    # None: the clock did it.
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    # Of a ban: the jobs that it takes down are removed for it.
    violation = models.CharField(max_length=16, blank=True, choices=Reason.choices[:4])

    LIMITS: ClassVar[tuple[str, ...]] = ("suspended", "banned")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="ended") | (~Q(reason="") & Q(by__isnull=False)), name="standing_says_who_and_why"
            ),
            models.CheckConstraint(condition=~Q(kind="banned") | ~Q(violation=""), name="ban_names_its_violation"),
            models.CheckConstraint(
                condition=~Q(kind="suspended") | Q(until__isnull=False), name="suspension_has_its_end"
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="standing_of_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}" if self.reason else self.get_kind_display()
