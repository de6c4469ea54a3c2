"""Tests whose time has run out are graded by the clock, with what was saved."""

from datetime import datetime, timedelta

from django.db.models import Min

from talent import certifications
from talent.models import Attempt


def close_due(at: datetime) -> int:
    """Grade every overdue test, each in a transaction of its own. Returns how many."""
    due = Attempt.objects.over(at, grace=certifications.grace()).order_by("deadline_at", "pk")
    return sum(certifications.close(attempt).finished_at is not None for attempt in list(due))


def next_due() -> datetime | None:
    """The first instant at which the next test is over for good: an answer at the grace's very end still counts."""
    first: datetime | None = Attempt.objects.under_way().aggregate(first=Min("deadline_at"))["first"]
    return first and first + certifications.grace() + timedelta.resolution
