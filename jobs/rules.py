"""What a proposal costs, who may feature, and which categories are in demand (PRODUCT 6). Pure: no ORM, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from jobs.choices import BudgetType, Level


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What the price depends on. Budgets in minor units of USD; of an hourly range it is the upper end that counts."""

    budget_type: str
    budget_minor: int
    level: str
    featured: bool = False
    in_demand: bool = False


class CostFigures(Protocol):
    """The operator's figures: `jobs.figures.CostPolicy` or anything like it."""

    basic: int
    high_paying: int
    premium: int
    in_demand: int
    lowest: int
    highest: int
    high_fixed_minor: int
    high_hourly_minor: int


@dataclass(frozen=True, slots=True)
class Cost:
    """A price in Connects and the sum it comes from. `cut` is what the bounds took off (above 0) or put on (below)."""

    basic: int
    high_paying: int = 0
    premium: int = 0
    in_demand: int = 0
    total: int = 0
    high_paying_from_minor: int = 0

    @property
    def sum(self) -> int:
        return self.basic + self.high_paying + self.premium + self.in_demand

    @property
    def cut(self) -> int:
        return self.sum - self.total

    @property
    def is_capped(self) -> bool:
        return self.cut > 0

    @property
    def is_raised(self) -> bool:
        return self.cut < 0


def connects_for(job: JobFacts, prices: CostFigures) -> Cost:
    """What a proposal for this job costs, in Connects, never below the lowest nor above the highest price."""
    parts = {
        "basic": prices.basic,
        "high_paying": prices.high_paying if is_high_paying(job, prices) else 0,
        "premium": prices.premium if is_premium(job) else 0,
        "in_demand": prices.in_demand if job.in_demand else 0,
    }
    total = max(prices.lowest, min(prices.highest, sum(parts.values())))
    return Cost(**parts, total=total, high_paying_from_minor=high_paying_from(job.budget_type, prices))


def is_high_paying(job: JobFacts, prices: CostFigures) -> bool:
    return job.budget_minor >= high_paying_from(job.budget_type, prices)


def is_premium(job: JobFacts) -> bool:
    return job.featured or job.level == Level.EXPERT


def high_paying_from(budget_type: str, prices: CostFigures) -> int:
    """From which budget on a job of that type is high-paying, in minor units of USD."""
    return prices.high_hourly_minor if budget_type == BudgetType.HOURLY else prices.high_fixed_minor


def in_demand(measured: Mapping[int, tuple[int, int]]) -> set[int]:
    """The top quarter of categories by proposals per job; `measured` maps a category to (jobs, proposals).

    Equal rates stand or fall together: a category is in only when fewer than a quarter are ahead of or beside it.
    """
    rates = {category: Fraction(sent, jobs) for category, (jobs, sent) in measured.items() if jobs and sent}
    places = sum(1 for jobs, _ in measured.values() if jobs) // 4
    return {
        category for category, rate in rates.items() if sum(1 for other in rates.values() if other >= rate) <= places
    }
