"""Job postings. The price of a proposal is fixed when the job is published, with the sum that it comes from."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common import clock
from common.models import Policy


class BudgetType(models.TextChoices):
    FIXED = "fixed", "Fixed price"
    HOURLY = "hourly", "Hourly"


class Level(models.TextChoices):
    ENTRY = "entry", "Entry"
    INTERMEDIATE = "intermediate", "Intermediate"
    EXPERT = "expert", "Expert"


class Length(models.TextChoices):
    DAYS = "days", "A few days"
    WEEKS = "weeks", "1 to 4 weeks"
    MONTHS = "months", "1 to 3 months"
    LONG = "long", "More than 3 months"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    PAUSED = "paused", "Paused"
    CLOSED = "closed", "Closed"


class JobEnd(models.TextChoices):
    """Why a job closed (PRODUCT 7)."""

    FILLED = "filled", "Filled"
    CANCELLED = "cancelled", "Cancelled by the client"
    REMOVED = "removed", "Removed for a violation"
    EXPIRED = "expired", "Expired without a decision"


class Violation(models.TextChoices):
    ILLEGAL = "illegal", "Illegal activity"
    OUTSIDE = "outside", "Work outside the platform"
    FRAUD = "fraud", "Fraud"
    DISCRIMINATION = "discrimination", "Discrimination"


class CostPolicy(Policy):
    """What a proposal costs, in Connects; one row (PRODUCT 6)."""

    basic = models.PositiveSmallIntegerField(default=4)
    high_paying = models.PositiveSmallIntegerField(default=2)
    premium = models.PositiveSmallIntegerField(default=2)
    in_demand = models.PositiveSmallIntegerField(default=1)
    lowest = models.PositiveSmallIntegerField(default=4)
    highest = models.PositiveSmallIntegerField(default=8)
    # From these on a job is high-paying, in minor units of USD.
    high_fixed_minor = models.PositiveIntegerField(default=100_000)
    high_hourly_minor = models.PositiveIntegerField(default=5_000)

    class Meta:
        verbose_name_plural = "cost policy"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="cost_policy_has_one_row"),
            models.CheckConstraint(condition=Q(lowest__lte=F("highest")), name="lowest_cost_is_below_highest"),
        ]

    def __str__(self) -> str:
        return "Cost of a proposal"


class JobPolicy(Policy):
    """How long a job stays open without a decision; one row (PRODUCT 7)."""

    open_days = models.PositiveSmallIntegerField(default=30)
    remind_days_before = models.PositiveSmallIntegerField(default=3)

    class Meta:
        verbose_name_plural = "job policy"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="job_policy_has_one_row"),
            models.CheckConstraint(condition=Q(open_days__gte=1), name="job_stays_open_a_day_or_more"),
        ]

    def __str__(self) -> str:
        return "Life of a job"


class Job(models.Model):
    client = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=10_000)
    category = models.ForeignKey("accounts.Category", on_delete=models.PROTECT, related_name="jobs")
    skills = models.ManyToManyField("accounts.Skill", related_name="jobs", blank=True)
    budget_type = models.CharField(max_length=6, choices=BudgetType)
    # Minor units of USD. A fixed job has the first, an hourly one the other two.
    fixed_minor = models.PositiveBigIntegerField(null=True, blank=True)
    hourly_from_minor = models.PositiveIntegerField(null=True, blank=True)
    hourly_to_minor = models.PositiveIntegerField(null=True, blank=True)
    level = models.CharField(max_length=12, choices=Level, default=Level.INTERMEDIATE)
    length = models.CharField(max_length=8, choices=Length, default=Length.WEEKS)
    featured = models.BooleanField(default=False)
    # Where the freelancer should be; empty for anywhere.
    country = models.CharField(max_length=2, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    # The promise made at publication: the price, its parts, and what was cut off above or added below the bounds.
    cost = models.PositiveSmallIntegerField(default=0)
    cost_basic = models.PositiveSmallIntegerField(default=0)
    cost_high_paying = models.PositiveSmallIntegerField(default=0)
    cost_premium = models.PositiveSmallIntegerField(default=0)
    cost_in_demand = models.PositiveSmallIntegerField(default=0)
    # Counters pushed down by the proposals room.
    proposals_count = models.PositiveIntegerField(default=0)
    shortlisted_count = models.PositiveIntegerField(default=0)
    hires_count = models.PositiveIntegerField(default=0)
    client_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(budget_type="fixed", fixed_minor__gt=0, hourly_from_minor=None, hourly_to_minor=None)
                | Q(
                    budget_type="hourly",
                    fixed_minor=None,
                    hourly_from_minor__gt=0,
                    hourly_to_minor__gte=F("hourly_from_minor"),
                )
                | Q(status="draft"),
                name="job_has_the_budget_of_its_type",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False, expires_at__isnull=False, cost__gt=0),
                name="published_job_has_its_price_and_end",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(status="open"), name="job_newest_open"),
            models.Index(fields=["expires_at"], condition=Q(status__in=["open", "paused"]), name="job_expiry_due"),
            models.Index(fields=["client", "-id"], name="job_of_client"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN


class JobClosure(models.Model):
    """How, when, by whom and why a job ended. A removal may follow any other ending."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="closures")
    end = models.CharField(max_length=10, choices=JobEnd)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    violation = models.CharField(max_length=16, choices=Violation, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    # Whether anyone had been hired when it closed: that decides refunds.
    after_hire = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "end"], name="job_ends_one_way_once"),
            models.CheckConstraint(
                condition=~Q(end="removed") | (~Q(violation="") & ~Q(reason="")), name="removal_says_why"
            ),
        ]


class ScreeningQuestion(models.Model):
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    required = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["job", "position"], name="question_has_its_place")]


class JobRevision(models.Model):
    """What an edit changed after publication, for those who had already sent a proposal."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="revisions")
    at = models.DateTimeField()
    # Field name to its text before; the job itself has the text after.
    before = models.JSONField()


class SavedJob(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_jobs")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="saves")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "job"], name="job_is_saved_once")]
