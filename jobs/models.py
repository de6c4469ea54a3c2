"""Job postings. The price of a proposal is fixed when the job is published, with the sum that it comes from."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, GeneratedField, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from jobs.choices import CLIENT_LEFT, BudgetType, JobEnd, Length, Level, Status, Violation
from jobs.figures import CategoryDemand, CostPolicy, JobPolicy
from jobs.saved_search import SavedSearch

__all__ = [
    "BudgetType",
    "CategoryDemand",
    "CostPolicy",
    "HeldJob",
    "Job",
    "JobClosure",
    "JobEnd",
    "JobLikeness",
    "JobPolicy",
    "JobRevision",
    "Length",
    "Level",
    "Listing",
    "SavedJob",
    "SavedSearch",
    "ScreeningQuestion",
    "Status",
    "Violation",
]


class Jobs(models.QuerySet["Job"]):
    def open(self) -> "Jobs":
        return self.filter(status=Status.OPEN)

    def newest(self) -> "Jobs":
        """Open jobs, the latest first, by the list's own index: quick however many there are."""
        return self.open().filter(listing__isnull=False).order_by("-listing__published_at", "-listing__pk")

    def live(self) -> "Jobs":
        """Published and not yet ended: open or paused."""
        return self.filter(status__in=(Status.OPEN, Status.PAUSED))

    def overdue(self, at: datetime) -> "Jobs":
        """Those that should have expired by then, and have not."""
        return self.live().filter(expires_at__lt=at)

    def public(self) -> "Jobs":
        """What anybody may look at: everything but drafts."""
        return self.exclude(status=Status.DRAFT)


class Job(models.Model):
    """A piece of work somebody wants done. A draft may be incomplete; the constraints hold from publication on."""

    client = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")
    title = models.CharField(max_length=120, blank=True)
    description = models.TextField(max_length=10_000, blank=True)
    category = models.ForeignKey("accounts.Category", on_delete=models.PROTECT, null=True, related_name="jobs")
    skills = models.ManyToManyField("accounts.Skill", related_name="jobs", blank=True)
    budget_type = models.CharField(max_length=6, choices=BudgetType, default=BudgetType.FIXED)
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
    reminded_at = models.DateTimeField(null=True, blank=True)
    # The promise made at publication: the price and its parts; and from which budget on it counted as high-paying.
    cost = models.PositiveSmallIntegerField(default=0)
    cost_basic = models.PositiveSmallIntegerField(default=0)
    cost_high_paying = models.PositiveSmallIntegerField(default=0)
    cost_premium = models.PositiveSmallIntegerField(default=0)
    cost_in_demand = models.PositiveSmallIntegerField(default=0)
    high_paying_from_minor = models.PositiveBigIntegerField(default=0)
    # Counters pushed down by the proposals room.
    proposals_count = models.PositiveIntegerField(default=0)
    shortlisted_count = models.PositiveIntegerField(default=0)
    hires_count = models.PositiveIntegerField(default=0)
    client_seen_at = models.DateTimeField(null=True, blank=True)
    # Fewest proposals first is largest first, like every order of the list.
    by_fewest = GeneratedField(
        expression=0 - F("proposals_count"), output_field=models.IntegerField(), db_persist=True
    )

    objects = Jobs.as_manager()

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
            models.CheckConstraint(
                condition=Q(status="draft") | (~Q(title="") & ~Q(description="") & Q(category__isnull=False)),
                name="published_job_says_what_it_is",
            ),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(featured=True, status__in=["open", "paused"]),
                name="client_features_one_job_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["-by_fewest", "-id"], condition=Q(status="open"), name="job_fewest_open"),
            models.Index(fields=["expires_at"], condition=Q(status__in=["open", "paused"]), name="job_expiry_due"),
            models.Index(fields=["client", "-id"], name="job_of_client"),
        ]

    def __str__(self) -> str:
        return self.title or _("Untitled job")

    def get_absolute_url(self) -> str:
        return reverse("job_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN

    @property
    def is_live(self) -> bool:
        """Published and not yet ended."""
        return self.status in (Status.OPEN, Status.PAUSED)


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
            # A job ends once; only a removal may come on top of another ending.
            models.UniqueConstraint(fields=["job"], condition=~Q(end="removed"), name="job_ends_once"),
            models.CheckConstraint(
                condition=~Q(end="removed") | (~Q(violation="") & ~Q(reason="")), name="removal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_end_display())

    @property
    def why(self) -> str:
        """The reason as whoever ended it wrote it; the site's own in the reader's words."""
        return _(self.reason) if self.reason == CLIENT_LEFT else self.reason


class ScreeningQuestion(models.Model):
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    required = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["job", "position"], name="question_has_its_place")]

    def __str__(self) -> str:
        return self.text


class JobRevision(models.Model):
    """What an edit changed after publication, for those who had already sent a proposal."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="revisions")
    at = models.DateTimeField()
    # Field name to its words before and after: {"budget": ["$500", "$700"]}.
    changes = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["job", "-id"], name="revision_newest")]


class SavedJob(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_jobs")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="saves")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "job"], name="job_is_saved_once")]
        indexes = [models.Index(fields=["person", "-id"], name="saved_newest")]


class Listing(models.Model):
    """An open job as the list needs it: a narrow row with its place in each order, and what it is found by.

    Written by the database's own triggers (`jobs.listing`); on PostgreSQL it also bears the words, on SQLite an FTS5
    table does. It holds open jobs only, so the list grows with the market and not with its history.
    """

    job = models.OneToOneField(Job, on_delete=models.CASCADE, primary_key=True, related_name="listing")
    featured = models.BooleanField()
    published_at = models.DateTimeField()
    # Fixed prices come before hourly rates, because the two do not compare.
    by_budget = models.BigIntegerField()
    by_cost = models.SmallIntegerField()
    # What the job pays, in minor units of USD: the whole price twice, or an hour's range.
    lowest = models.BigIntegerField()
    highest = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["-featured", "-published_at", "-job"], name="listing_newest"),
            models.Index(fields=["-by_budget", "-job"], name="listing_budget"),
            models.Index(fields=["-by_cost", "-job"], name="listing_cost"),
            models.Index(fields=["-published_at", "-job"], name="listing_published"),
            models.Index(fields=["highest"], name="listing_highest"),
            models.Index(fields=["lowest"], name="listing_lowest"),
        ]


class JobLikeness(models.Model):
    """What a posting's words come down to, so that nearly the same words are found by an index (jobs.likeness)."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="likeness")
    band = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "band"], name="likeness_has_its_band")]
        indexes = [models.Index(fields=["value", "band"], name="likeness_shared")]


class HeldJob(models.Model):
    """An open job that its client's suspension paused: it comes back by itself. What the client paused is not here."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, primary_key=True, related_name="held")
    at = models.DateTimeField()
