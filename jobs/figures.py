"""Operator figures of this room, and which categories are in demand (PRODUCT 6, 7)."""

from django.db import models
from django.db.models import F, Q

from common.models import Policy


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
            models.CheckConstraint(condition=Q(lowest__gte=1), name="a_proposal_costs_something"),
        ]

    def __str__(self) -> str:
        return "Cost of a proposal"


class JobPolicy(Policy):
    """How long jobs stay open, which are good first ones, and how searches are kept; one row (PRODUCT 6, 7)."""

    open_days = models.PositiveSmallIntegerField(default=30)
    remind_days_before = models.PositiveSmallIntegerField(default=3)
    # Up to which fixed price an entry-level job is a good first one, in minor units of USD.
    first_job_minor = models.PositiveIntegerField(default=20_000)
    # How many searches one person may keep, and how often those are looked through for new jobs.
    saved_searches = models.PositiveSmallIntegerField(default=20)
    alert_minutes = models.PositiveSmallIntegerField(default=60)

    class Meta:
        verbose_name_plural = "job policy"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="job_policy_has_one_row"),
            models.CheckConstraint(condition=Q(open_days__gte=1), name="job_stays_open_a_day_or_more"),
            models.CheckConstraint(condition=Q(alert_minutes__gte=1), name="searches_are_a_minute_apart"),
        ]

    def __str__(self) -> str:
        return "Life of a job"


class CategoryDemand(models.Model):
    """How sought after a category's jobs were when last measured. Refreshed by a sweep, read at publication."""

    category = models.OneToOneField("accounts.Category", on_delete=models.CASCADE, related_name="demand")
    jobs = models.PositiveIntegerField(default=0)
    proposals = models.PositiveIntegerField(default=0)
    in_demand = models.BooleanField(default=False)
    measured_at = models.DateTimeField()
