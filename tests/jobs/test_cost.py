"""The sum that a proposal's price comes from (PRODUCT 6), as a table."""

from dataclasses import dataclass

import pytest

from jobs.choices import BudgetType, Level
from jobs.rules import Cost, JobFacts, connects_for, in_demand


@dataclass
class Figures:
    basic: int = 4
    high_paying: int = 2
    premium: int = 2
    in_demand: int = 1
    lowest: int = 4
    highest: int = 8
    high_fixed_minor: int = 100_000
    high_hourly_minor: int = 5_000


def fixed(dollars: int, level: str = Level.INTERMEDIATE, **more: bool) -> JobFacts:
    return JobFacts(BudgetType.FIXED, dollars * 100, level, **more)


def hourly(dollars: int, level: str = Level.INTERMEDIATE, **more: bool) -> JobFacts:
    return JobFacts(BudgetType.HOURLY, dollars * 100, level, **more)


@pytest.mark.parametrize(
    ("facts", "parts", "total"),
    [
        (fixed(500), (4, 0, 0, 0), 4),
        (fixed(999), (4, 0, 0, 0), 4),
        (fixed(1000), (4, 2, 0, 0), 6),
        (hourly(49), (4, 0, 0, 0), 4),
        (hourly(50), (4, 2, 0, 0), 6),
        # A fixed budget of $50 is not $50 an hour.
        (fixed(50), (4, 0, 0, 0), 4),
        (fixed(500, Level.ENTRY), (4, 0, 0, 0), 4),
        (fixed(500, Level.EXPERT), (4, 0, 2, 0), 6),
        (fixed(500, featured=True), (4, 0, 2, 0), 6),
        # Expert and featured are two ways to be premium, not twice premium.
        (fixed(500, Level.EXPERT, featured=True), (4, 0, 2, 0), 6),
        (fixed(500, in_demand=True), (4, 0, 0, 1), 5),
        (fixed(1000, Level.EXPERT), (4, 2, 2, 0), 8),
        (fixed(1000, Level.EXPERT, in_demand=True), (4, 2, 2, 1), 8),
    ],
)
def test_a_proposal_costs_the_sum_of_its_parts(facts, parts, total):
    cost = connects_for(facts, Figures())
    assert (cost.basic, cost.high_paying, cost.premium, cost.in_demand) == parts
    assert cost.total == total


def test_a_capped_sum_says_what_was_cut():
    cost = connects_for(fixed(1000, Level.EXPERT, in_demand=True), Figures())
    assert (cost.sum, cost.total, cost.cut, cost.is_capped, cost.is_raised) == (9, 8, 1, True, False)


def test_a_sum_below_the_lowest_price_is_raised_to_it():
    cost = connects_for(fixed(500), Figures(basic=2))
    assert (cost.sum, cost.total, cost.cut, cost.is_capped, cost.is_raised) == (2, 4, -2, False, True)


def test_the_figures_are_the_operators():
    prices = Figures(basic=3, high_paying=5, premium=4, lowest=1, highest=20, high_fixed_minor=20_000)
    assert connects_for(fixed(200, Level.EXPERT), prices) == Cost(3, 5, 4, 0, 12, 20_000)


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        ({}, set()),
        ({1: (1, 9), 2: (1, 8), 3: (1, 7)}, set()),
        ({1: (10, 90), 2: (1, 8), 3: (1, 7), 4: (2, 2)}, {1}),
        # Rates count, not volumes.
        ({1: (100, 200), 2: (1, 3), 3: (1, 1), 4: (1, 0)}, {2}),
        # Two categories abreast for one place: neither has it.
        ({1: (1, 9), 2: (2, 18), 3: (1, 7), 4: (1, 1)}, set()),
        # Without a single proposal nothing is in demand.
        ({1: (1, 0), 2: (1, 0), 3: (1, 0), 4: (1, 0)}, set()),
        # A category without jobs takes no part.
        ({1: (1, 9), 2: (1, 8), 3: (1, 7), 4: (0, 0)}, set()),
        ({n: (1, n) for n in range(1, 9)}, {7, 8}),
    ],
)
def test_the_top_quarter_of_categories_is_in_demand(measured, expected):
    assert in_demand(measured) == expected
