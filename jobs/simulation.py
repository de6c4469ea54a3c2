"""What other figures would have charged: the jobs of the last days priced again, as published, with the proposals that
they brought (PRODUCT 6). Nothing is changed. It says nothing of how people would have behaved under other prices.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from jobs.models import Job
from jobs.rules import CostFigures, JobFacts, connects_for

DAYS = 30


@dataclass(frozen=True, slots=True)
class Price:
    """How many jobs had that price, and how many would have it."""

    connects: int
    jobs: int
    would: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """Connects for the proposals that stand: as promised, and as it would have been."""

    jobs: int
    proposals: int
    charged: int
    would: int
    dearer: int
    cheaper: int
    prices: list[Price]

    @property
    def difference(self) -> int:
        return self.would - self.charged

    @property
    def average(self) -> str:
        return _each(self.charged, self.proposals)

    @property
    def average_would(self) -> str:
        return _each(self.would, self.proposals)


def simulate(figures: CostFigures, *, at: datetime) -> Simulation:
    """Price every job published in the last days anew. The facts are those of its publication; one query."""
    columns = ("budget_type", "fixed_minor", "hourly_to_minor", "level", "featured", "cost_in_demand", "cost")
    published = Job.objects.public().filter(published_at__gt=at - timedelta(days=DAYS), published_at__lte=at)
    before: Counter[int] = Counter()
    after: Counter[int] = Counter()
    jobs = proposals = charged = would = dearer = cheaper = 0
    for row in published.values_list(*columns, "proposals_count").iterator():
        kind, fixed, hourly, level, featured, in_demand, cost, sent = row
        facts = JobFacts(kind, fixed or hourly or 0, level, featured=featured, in_demand=in_demand > 0)
        price = connects_for(facts, figures).total
        before[cost] += 1
        after[price] += 1
        jobs, proposals = jobs + 1, proposals + sent
        charged, would = charged + cost * sent, would + price * sent
        dearer, cheaper = dearer + (price > cost), cheaper + (price < cost)
    prices = [Price(connects, before[connects], after[connects]) for connects in sorted({*before, *after})]
    return Simulation(jobs, proposals, charged, would, dearer, cheaper, prices)


def _each(connects: int, proposals: int) -> str:
    return f"{connects / proposals:.2f}" if proposals else ""
