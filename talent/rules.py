"""What makes a profile whole: a table of parts with their weights, and the sum of those that are there.

And what makes a Rising Talent of somebody: conditions over facts and figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.numbers import figure, fraction
from common.reading import Words

OVERVIEW_AT_LEAST = 200
SKILLS_AT_LEAST = 3
SKILLS_AT_MOST = 15
LINKS_AT_MOST = 6


class Part(StrEnum):
    PHOTO = "photo"
    TITLE = "title"
    OVERVIEW = "overview"
    SKILLS = "skills"
    RATE = "rate"
    COUNTRY = "country"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What the checklist looks at. `overview` is its length in characters."""

    photo: bool = False
    title: bool = False
    overview: int = 0
    skills: int = 0
    rate: bool = False
    country: bool = False
    links: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the checklist: its weight in percent, and what to do while it is open."""

    part: Part
    percent: int
    done: bool
    text: Words

    @property
    def within(self) -> str:
        """The same inside a sentence."""
        return str(_WITHIN[self.part])


# Weights in percent; they add up to 100.
WEIGHTS: dict[Part, tuple[int, Words]] = {
    Part.TITLE: (15, gettext_lazy("A title that says what you do")),
    Part.OVERVIEW: (20, format_lazy(gettext_lazy("An overview of at least {n} characters"), n=OVERVIEW_AT_LEAST)),
    Part.SKILLS: (20, format_lazy(gettext_lazy("At least {n} skills"), n=SKILLS_AT_LEAST)),
    Part.RATE: (15, gettext_lazy("Your hourly rate")),
    Part.COUNTRY: (5, gettext_lazy("Your country")),
    Part.PHOTO: (15, gettext_lazy("A photo of you")),
    Part.LINKS: (10, gettext_lazy("A link to past work")),
}
# The same in a row, inside a sentence: "Still missing: ...".
_WITHIN: dict[Part, Words] = {
    Part.TITLE: gettext_lazy("a title that says what you do"),
    Part.OVERVIEW: format_lazy(gettext_lazy("an overview of at least {n} characters"), n=OVERVIEW_AT_LEAST),
    Part.SKILLS: format_lazy(gettext_lazy("at least {n} skills"), n=SKILLS_AT_LEAST),
    Part.RATE: gettext_lazy("your hourly rate"),
    Part.COUNTRY: gettext_lazy("your country"),
    Part.PHOTO: gettext_lazy("a photo of you"),
    Part.LINKS: gettext_lazy("a link to past work"),
}


def checklist(facts: ProfileFacts) -> list[Step]:
    """Every part of a whole profile, in the order in which the form asks for them."""
    there = _there(facts)
    return [Step(part, percent, there[part], text) for part, (percent, text) in WEIGHTS.items()]


def is_whole(facts: ProfileFacts) -> bool:
    """Whether nothing is missing, for those who ask of many and read no words."""
    return all(_there(facts).values())


def _there(facts: ProfileFacts) -> dict[Part, bool]:
    return {
        Part.TITLE: facts.title,
        Part.OVERVIEW: facts.overview >= OVERVIEW_AT_LEAST,
        Part.SKILLS: facts.skills >= SKILLS_AT_LEAST,
        Part.RATE: facts.rate,
        Part.COUNTRY: facts.country,
        Part.PHOTO: facts.photo,
        Part.LINKS: facts.links >= 1,
    }


def percent_of(steps: Sequence[Step]) -> int:
    """How far the profile is: 100 only when nothing is missing."""
    return sum(step.percent for step in steps if step.done)


# Whom a client can find must have said what they do: these parts are there before somebody is listed.
LISTED_BY = (Part.TITLE, Part.OVERVIEW, Part.SKILLS)


def unlisted_for(steps: Sequence[Step]) -> list[Step]:
    """What is missing before somebody appears in talent search; nothing when they can. `talent.listing_sql` says the
    same in SQL."""
    return [step for step in steps if step.part in LISTED_BY and not step.done]


# --- The availability badge ---

WEEK = timedelta(days=7)


def week_beginning(paid_until: datetime, at: datetime) -> datetime:
    """When the week began that is under way at an instant after the paid ones. Weeks that passed meanwhile, while
    nobody looked, are nobody's debt; the badge keeps its day and hour."""
    return paid_until + (at - paid_until) // WEEK * WEEK


# --- Rising Talent ---


@dataclass(frozen=True, slots=True)
class RisingFacts:
    """What the badge looks at. `complete` is the profile as it is now; stars are added up."""

    complete: bool = False
    verified: bool = False
    certifications: int = 0
    contracts: int = 0
    rating_sum: int = 0
    rating_count: int = 0
    reports: int = 0


@dataclass(frozen=True, slots=True)
class RisingTerms:
    """The figures of the rule, from the policy row."""

    rating: Decimal
    certifications: int = 1
    contracts: int = 1


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that Rising Talent asks for, in words of the language in force, and whether it is so."""

    text: str
    met: bool


def rising_talent(facts: RisingFacts, terms: RisingTerms) -> list[Condition]:
    """Everything the badge asks for (PRODUCT 3). It is earned while all of it is so."""
    work = _("{certifications} or {contracts}").format(
        certifications=_certifications(terms.certifications), contracts=_contracts(terms.contracts)
    )
    liking = _("an average rating of {rating} or better, or no rating yet")
    texts = (
        _("a complete profile"),
        _("a verified e-mail address"),
        work,
        liking.format(rating=fraction(terms.rating)),
        _("no report about you that was upheld"),
    )
    return [Condition(text, met) for text, met in zip(texts, _met(facts, terms), strict=True)]


def is_rising(facts: RisingFacts, terms: RisingTerms) -> bool:
    """Whether the badge is earned, for those who ask of many and read no words."""
    return all(_met(facts, terms))


def earned(conditions: Sequence[Condition]) -> bool:
    return all(condition.met for condition in conditions)


def missing(conditions: Sequence[Condition]) -> list[str]:
    return [condition.text for condition in conditions if not condition.met]


def _met(facts: RisingFacts, terms: RisingTerms) -> tuple[bool, bool, bool, bool, bool]:
    """Each condition, in the order of their words."""
    shown = facts.certifications >= terms.certifications or facts.contracts >= terms.contracts
    # Not divided: 4.5 of two ratings is 9 stars, exactly.
    liked = facts.rating_count == 0 or facts.rating_sum >= terms.rating * facts.rating_count
    return facts.complete, facts.verified, shown, liked, facts.reports == 0


def _certifications(number: int) -> str:
    words = ngettext("one passed certification", "{n} passed certifications", number)
    return words.format(n=figure(number))


def _contracts(number: int) -> str:
    return ngettext("one finished contract", "{n} finished contracts", number).format(n=figure(number))
