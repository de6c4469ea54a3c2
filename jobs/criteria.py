"""What somebody looks for in the list of open jobs, and in which order."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from jobs.matching import worded
from jobs.models import Job
from jobs.querying import SearchText


class Sort(models.TextChoices):
    NEWEST = "newest", "Newest"
    RELEVANCE = "relevance", "Best match"
    BUDGET = "budget", "Highest budget"
    FEWEST = "fewest", "Fewest proposals"
    COST = "cost", "Fewest Connects"


# What each order compares, the larger first; the number of the job decides between equals.
KEYS: dict[Sort, tuple[str, ...]] = {
    Sort.NEWEST: ("featured", "published_at", "pk"),
    Sort.BUDGET: ("by_budget", "pk"),
    Sort.FEWEST: ("by_fewest", "pk"),
    Sort.COST: ("by_cost", "pk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Everything asked for at once. Budgets in minor units of USD: the whole price, or an hour's."""

    text: SearchText | None = None
    category: int | None = None
    skills: tuple[int, ...] = ()
    budget_type: str = ""
    budget_from: int | None = None
    budget_to: int | None = None
    level: str = ""
    country: str = ""
    cost: int | None = None
    since: datetime | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def matching(jobs: QuerySet[Job], wanted: Criteria) -> QuerySet[Job]:
    """Those of these jobs that answer all of it."""
    if wanted.text or wanted.skills:
        jobs = jobs.filter(worded(wanted.text, wanted.skills))
    return jobs.filter(_facts(wanted))


def _facts(wanted: Criteria) -> Q:
    facts = Q()
    if wanted.category:
        facts &= Q(category_id=wanted.category)
    if wanted.budget_type:
        facts &= Q(budget_type=wanted.budget_type)
    if wanted.level:
        facts &= Q(level=wanted.level)
    if wanted.country:
        # A job without a country is open to people anywhere.
        facts &= Q(country__in=("", wanted.country))
    if wanted.cost:
        facts &= Q(cost__lte=wanted.cost)
    if wanted.since:
        facts &= Q(published_at__gte=wanted.since)
    return facts & _budget(wanted)


def _budget(wanted: Criteria) -> Q:
    """An hourly range answers when it overlaps with what is asked for."""
    budget = Q()
    if wanted.budget_from:
        budget &= Q(models.lookups.GreaterThanOrEqual(Coalesce("fixed_minor", "hourly_to_minor"), wanted.budget_from))
    if wanted.budget_to:
        budget &= Q(models.lookups.LessThanOrEqual(Coalesce("fixed_minor", "hourly_from_minor"), wanted.budget_to))
    return budget
