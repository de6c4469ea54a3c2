"""Which categories are in demand: measured once a day, read when a job is published (PRODUCT 6)."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, Sum

from jobs import rules
from jobs.models import CategoryDemand, Job

_OVER = timedelta(days=30)
_EVERY = timedelta(days=1)


def measure_due(at: datetime) -> int:
    """Measure when a day has passed since the last time. Returns how many categories were measured."""
    due = next_measure()
    return measure(at) if due is not None and due <= at else 0


def measure(at: datetime) -> int:
    """Count jobs of the last 30 days and the proposals for them, category by category, and mark the top quarter."""
    counted = {
        category: (jobs, proposals)
        for category, jobs, proposals in Job.objects.public()
        .filter(published_at__gt=at - _OVER, published_at__lte=at)
        .values_list("category_id")
        .annotate(posted=Count("pk"), sent=Sum("proposals_count"))
    }
    before = CategoryDemand.objects.values_list("category_id", flat=True)
    counted = dict.fromkeys(before, (0, 0)) | counted
    sought = rules.in_demand(counted)
    CategoryDemand.objects.bulk_create(
        [
            CategoryDemand(
                category_id=category, jobs=jobs, proposals=sent, in_demand=category in sought, measured_at=at
            )
            for category, (jobs, sent) in counted.items()
        ],
        update_conflicts=True,
        unique_fields=["category"],
        update_fields=["jobs", "proposals", "in_demand", "measured_at"],
    )
    return len(counted)


def next_measure() -> datetime | None:
    """A day after the last measure; the first one as soon as a job is published."""
    last: datetime | None = CategoryDemand.objects.aggregate(last=Min("measured_at"))["last"]
    if last is not None:
        return last + _EVERY
    first: datetime | None = Job.objects.public().aggregate(first=Min("published_at"))["first"]
    return first
