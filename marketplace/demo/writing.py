"""Words for the demo world: postings told for a business, letters, answers."""

from random import Random
from typing import Any

from marketplace.demo import letters, postings
from marketplace.demo.cast import ClientSketch


def posting(chance: Random, category: str, client: ClientSketch) -> dict[str, Any]:
    """Title, description, length and budget of one job, in dollars."""
    title, need, length, dollars = chance.choice(postings.POSTINGS[category])
    business = client.business
    # "for {business}" reads well in prose; a title names the company.
    description = (
        f"{need.format(business=business)}\n\n"
        f"We are {client.company}, {business}. {chance.choice(_HOW)}\n\n{chance.choice(_SEND)}"
    )
    dollars = round(dollars * chance.choice((60, 80, 100, 100, 125, 150)) // 100, -1)
    return {
        "title": title.format(business=client.company),
        "description": description,
        "length": length,
        "dollars": int(dollars),
    }


def letter(chance: Random, skill: str) -> str:
    return chance.choice(letters.LETTERS).format(skill=skill, hours=chance.choice((10, 15, 20, 25)))


def answer(chance: Random, position: int) -> str:
    return letters.ANSWERS[position % len(letters.ANSWERS)].format(hours=chance.choice((10, 15, 20)))


def overview(chance: Random, category: str, skill: str) -> str:
    text = chance.choice(letters.OVERVIEWS)
    words = text.format(category_lower=category.lower(), skill=skill, years=chance.randint(4, 17))
    return f"{words}\n\n{chance.choice(_HABITS)}"


_HOW = (
    "One person decides, and answers within a day.",
    "We are four people and have done this kind of work with freelancers before.",
    "The work can be done from anywhere; we meet once a week on a call.",
    "It is our first job here, so tell us if something in this posting is missing.",
    "We pay on time and like to work with the same people again.",
)
_SEND = (
    "Please say how you would begin, and what you would want to know first.",
    "Please name one similar job and what you learnt from it.",
    "A short letter is enough. We read all of them.",
    "Please tell us when you could start and how you prefer to work.",
)
_HABITS = (
    "My working hours are mornings, European time. I answer mail twice a day and calls when arranged.",
    "I send a short note every Friday: what is done, what is next, what worries me.",
    "I prefer fixed prices for clear work and hourly rates for everything else.",
    "Everything I deliver comes with a page that says how to change it without me.",
)
