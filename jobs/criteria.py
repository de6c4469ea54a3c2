"""What somebody looks for in the list of open jobs, and in which order."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import ClientProfile
from common.lists.matching import Answers, Asked, Marks
from common.lists.querying import SearchText
from jobs.choices import BudgetType, Level
from jobs.listing import WORDS
from jobs.models import Listing


class Sort(models.TextChoices):
    NEWEST = "newest", _("Newest")
    RELEVANCE = "relevance", _("Best match")
    BUDGET = "budget", _("Highest budget")
    FEWEST = "fewest", _("Fewest proposals")
    COST = "cost", _("Fewest Connects")
    FITS = "fits", _("Fits you")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Everything asked for at once. Budgets in minor units of USD: the whole price, or an hour's."""

    text: SearchText | None = None
    category: int | None = None
    skills: tuple[int, ...] = ()
    # At least one of these.
    any_skill: tuple[int, ...] = ()
    budget_type: str = ""
    budget_from: int | None = None
    budget_to: int | None = None
    level: str = ""
    country: str = ""
    cost: int | None = None
    since: datetime | None = None
    # A good first job: entry level, at a fixed price up to so much.
    first_job_up_to: int | None = None
    verified: bool = False

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def marks(self) -> Iterator[Marks]:
        """The exact facts asked for, each as the list marks it."""
        if self.category:
            yield (f"category{self.category}",)
        if self.budget_type:
            yield (self.budget_type,)
        if self.level:
            yield (self.level,)
        if self.country:
            # A job without a country is open to people anywhere.
            yield (f"country{self.country}", "country")
        if self.first_job_up_to:
            yield (Level.ENTRY,)
            yield (BudgetType.FIXED,)
        for skill in self.skills:
            yield (f"skill{skill}",)
        if self.any_skill:
            yield tuple(f"skill{skill}" for skill in self.any_skill)


def matching(jobs: QuerySet[Listing], wanted: Criteria) -> QuerySet[Listing]:
    """Those of these jobs that answer all of it."""
    asked = Asked(WORDS, wanted.text, tuple(wanted.marks()))
    if asked.text or asked.marks:
        jobs = jobs.filter(Answers(asked))
    if wanted.cost:
        jobs = jobs.filter(by_cost__gte=-wanted.cost)
    if wanted.since:
        jobs = jobs.filter(published_at__gte=wanted.since)
    if wanted.verified:
        domain, payment = Q(domain_verified=True), Q(payment_verified=True)
        trusted = ClientProfile.objects.filter(domain | payment)
        jobs = jobs.filter(job__client__in=trusted.values("person"))
    # An hourly range answers when it overlaps with what is asked for.
    if wanted.budget_from:
        jobs = jobs.filter(highest__gte=wanted.budget_from)
    if wanted.budget_to:
        jobs = jobs.filter(lowest__lte=wanted.budget_to)
    if wanted.first_job_up_to:
        jobs = jobs.filter(highest__lte=wanted.first_job_up_to)
    return jobs
