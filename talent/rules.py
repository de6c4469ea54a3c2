"""What makes a profile whole: a table of parts with their weights, and the sum of those that are there."""

from collections.abc import Sequence
from dataclasses import dataclass
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
