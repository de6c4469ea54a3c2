"""What makes a profile whole: a table of parts with their weights, and the sum of those that are there.

And what makes a Rising Talent of somebody: conditions over facts and figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

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
    text: str


# Weights in percent; they add up to 100.
WEIGHTS: dict[Part, tuple[int, str]] = {
    Part.TITLE: (15, "A title that says what you do"),
    Part.OVERVIEW: (20, f"An overview of at least {OVERVIEW_AT_LEAST} characters"),
    Part.SKILLS: (20, f"At least {SKILLS_AT_LEAST} skills"),
    Part.RATE: (15, "Your hourly rate"),
    Part.COUNTRY: (5, "Your country"),
    Part.PHOTO: (15, "A photo of you"),
    Part.LINKS: (10, "A link to past work"),
}


def checklist(facts: ProfileFacts) -> list[Step]:
    """Every part of a whole profile, in the order in which the form asks for them."""
    there = {
        Part.TITLE: facts.title,
        Part.OVERVIEW: facts.overview >= OVERVIEW_AT_LEAST,
        Part.SKILLS: facts.skills >= SKILLS_AT_LEAST,
        Part.RATE: facts.rate,
        Part.COUNTRY: facts.country,
        Part.PHOTO: facts.photo,
        Part.LINKS: facts.links >= 1,
    }
    return [Step(part, percent, there[part], text) for part, (percent, text) in WEIGHTS.items()]


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
    """One thing that Rising Talent asks for, in words, and whether it is so."""

    text: str
    met: bool


def rising_talent(facts: RisingFacts, terms: RisingTerms) -> list[Condition]:
    """Everything the badge asks for (PRODUCT 3). It is earned while all of it is so."""
    certifications = _number(terms.certifications, "passed certification")
    work = f"{certifications} or {_number(terms.contracts, 'finished contract')}"
    shown = facts.certifications >= terms.certifications or facts.contracts >= terms.contracts
    # Not divided: 4.5 of two ratings is 9 stars, exactly.
    liked = facts.rating_count == 0 or facts.rating_sum >= terms.rating * facts.rating_count
    return [
        Condition("a complete profile", facts.complete),
        Condition("a verified e-mail address", facts.verified),
        Condition(work, shown),
        Condition(f"an average rating of {terms.rating.normalize():f} or better, or no rating yet", liked),
        Condition("no report about you that was upheld", facts.reports == 0),
    ]


def earned(conditions: Sequence[Condition]) -> bool:
    return all(condition.met for condition in conditions)


def missing(conditions: Sequence[Condition]) -> list[str]:
    return [condition.text for condition in conditions if not condition.met]


def _number(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{number} {what}s"
