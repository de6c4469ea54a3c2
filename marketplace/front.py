"""What the front page shows to everybody: Connects in a minute, in the figures of the day and of this very site."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Category
from billing import regions, shop
from common import clock
from connects.rewards import earnings
from connects.services import Source
from jobs.models import CostPolicy, Job
from jobs.posting import promised
from jobs.rules import Cost
from jobs.wording import budget
from marketplace import trying
from proposals import matrix, policy
from proposals.models import BoostPolicy, RefundTiming, Settlement
from proposals.vocabulary import Column, Outcome

_JOBS_SHOWN = 4
_REFUNDS_SHOWN = 3


@dataclass(frozen=True)
class JobLine:
    job: Job
    budget: str


def newest_jobs() -> list[JobLine]:
    jobs = Job.objects.newest().select_related("category")[:_JOBS_SHOWN]
    return [JobLine(job, budget(job)) for job in jobs]


@dataclass(frozen=True)
class Step:
    """One line of the example: what happened, what it did to the wallet, and what was in it then."""

    what: str
    why: str
    status: str
    connects: int
    balance: int
    hours_ago: int


def one_connect_followed(*, joining: int, cost: int) -> list[Step]:
    """An example in the figures of the day, newest first, as the wallet's own history shows it."""
    return [
        Step(_("Proposal returned"), _("The client cancelled before anyone was hired"), "refunded", cost, joining, 1),
        Step(
            _("Proposal"), _("A basic job, paid from the lot that expires first"), "spent", -cost, joining - cost, 50
        ),
        Step(_("Joining"), _("E-mail address verified"), "granted", joining, joining, 52),
    ]


@dataclass(frozen=True)
class Example:
    """An open job with the price that it was published with."""

    line: JobLine
    cost: Cost


@dataclass(frozen=True)
class Returns:
    """One row of the refund matrix, for proposals that had not come to an interview."""

    label: str
    comes_back: bool


def figures(query: Mapping[str, Any], country: str = "") -> dict[str, object]:
    """Everything the front page needs. `query` is what the visitor tries out, `country` whose prices are shown."""
    now = clock.now()
    costs, jobs, earned = CostPolicy.objects.get(), newest_jobs(), earnings()
    given = {each.source.value: each.connects for each in earned}
    boosts = BoostPolicy.objects.get()
    steps = one_connect_followed(joining=given.get(Source.JOINING, 0), cost=costs.basic)
    packages = shop.price_list(regions.region_of(country), country)
    return {
        "jobs": jobs,
        "categories": Category.objects.all(),
        "steps": [(step, now - timedelta(hours=step.hours_ago)) for step in steps],
        "earnings": [each for each in earned if each.source != Source.ALLOWANCE],
        "allowances": sorted(each.connects for each in earned if each.source == Source.ALLOWANCE),
        "rewards": given,
        "package": packages[0] if packages else None,
        "price_country": country,
        "costs": costs,
        "example": _example(jobs),
        "tried": trying.cost_of(query, costs),
        "bid": trying.bid_in(query, boosts),
        "boosts": boosts,
        "returns": returns(),
        "timing": RefundTiming.objects.get(),
        "refunds": last_refunds(),
    }


def returns() -> list[Returns]:
    """What comes back and what does not, by the rules in force; without the rows about boosts and after a hire."""
    left_out = {Outcome.AFTER_HIRE, Outcome.BOOST_SPENT}
    rows = [row for row in matrix.rows(policy.current()) if row.outcome not in left_out]
    found = [(row.label, cell.verdict) for row in rows for cell in row.cells if cell.column == Column.EARLY]
    lines = [Returns(label, verdict.refunded) for label, verdict in found if verdict is not None]
    return sorted(lines, key=lambda line: not line.comes_back)


def last_refunds() -> list[Settlement]:
    """The latest endings whose refunds are done: how many, and why, and nobody's name."""
    done = Settlement.objects.filter(settled_at__isnull=False, refunds__gt=0)
    return list(done.order_by("-id")[:_REFUNDS_SHOWN])


def _example(jobs: list[JobLine]) -> Example | None:
    """Of the newest jobs the one whose price has most to tell."""
    if not jobs:
        return None
    line = max(jobs, key=lambda each: each.job.cost)
    return Example(line, promised(line.job))
