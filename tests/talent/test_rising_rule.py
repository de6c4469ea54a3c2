"""The rule of Rising Talent, as a table (PRODUCT 3)."""

from decimal import Decimal

import pytest

from talent.rules import RisingFacts, RisingTerms, earned, missing, rising_talent

TERMS = RisingTerms(Decimal("4.50"))
GOOD = {"complete": True, "verified": True, "certifications": 1}


def holds(**facts) -> bool:
    return earned(rising_talent(RisingFacts(**(GOOD | facts)), TERMS))


@pytest.mark.parametrize(
    ("facts", "badge"),
    [
        ({}, True),
        ({"complete": False}, False),
        ({"verified": False}, False),
        ({"certifications": 0}, False),
        ({"certifications": 0, "contracts": 1}, True),
        ({"certifications": 5, "contracts": 5}, True),
        ({"rating_sum": 9, "rating_count": 2}, True),
        ({"rating_sum": 5, "rating_count": 1}, True),
        ({"rating_sum": 4, "rating_count": 1}, False),
        ({"rating_sum": 449, "rating_count": 100}, False),
        ({"rating_sum": 450, "rating_count": 100}, True),
        ({"reports": 1}, False),
    ],
)
def test_who_has_earned_it(facts, badge):
    assert holds(**facts) is badge


def test_what_is_missing_is_said_in_words():
    facts = RisingFacts(verified=True, rating_sum=4, rating_count=1)
    assert missing(rising_talent(facts, TERMS)) == [
        "a complete profile",
        "one passed certification or one finished contract",
        "an average rating of 4.5 or better, or no rating yet",
    ]


def test_the_figures_are_the_operators():
    strict = RisingTerms(Decimal("5.00"), certifications=2, contracts=3)
    facts = RisingFacts(**GOOD, rating_sum=9, rating_count=2)
    assert missing(rising_talent(facts, strict)) == [
        "2 passed certifications or 3 finished contracts",
        "an average rating of 5 or better, or no rating yet",
    ]
