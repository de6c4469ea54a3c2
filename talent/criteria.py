"""What somebody looks for in talent search, and in which order."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.lists.matching import Answers, Asked, Marks
from common.lists.querying import SearchText
from talent.listing import WORDS
from talent.models import TalentListing

# What the list says of somebody who names no rate.
_NO_RATE = -1_000_000_000_000


class Sort(models.TextChoices):
    BEST = "best", _("Best match")
    RATING = "rating", _("Best rated")
    NEWEST = "newest", _("Newest")
    RATE = "rate", _("Lowest rate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Everything asked for at once. Rates in minor units of USD an hour, ratings in hundredths of a star."""

    text: SearchText | None = None
    category: int | None = None
    skills: tuple[int, ...] = ()
    certification: int | None = None
    country: str = ""
    available: bool = False
    rising: bool = False
    rate_from: int | None = None
    rate_to: int | None = None
    rating: int | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def marks(self) -> Iterator[Marks]:
        """The exact facts asked for, each as the list marks it."""
        if self.category:
            yield (f"category{self.category}",)
        if self.certification:
            yield (f"certified{self.certification}",)
        if self.country:
            yield (f"country{self.country}",)
        if self.available:
            yield ("available",)
        if self.rising:
            yield ("rising",)
        for skill in self.skills:
            yield (f"skill{skill}",)


def matching(rows: QuerySet[TalentListing], wanted: Criteria) -> QuerySet[TalentListing]:
    """Those of these people who answer all of it. Who names no rate answers no question about it."""
    asked = Asked(WORDS, wanted.text, tuple(wanted.marks()))
    if asked.text or asked.marks:
        rows = rows.filter(Answers(asked))
    if wanted.rate_from:
        rows = rows.filter(by_rate__lte=-wanted.rate_from, by_rate__gt=_NO_RATE)
    if wanted.rate_to:
        rows = rows.filter(by_rate__gte=-wanted.rate_to)
    if wanted.rating:
        rows = rows.filter(rating__gte=wanted.rating)
    return rows
