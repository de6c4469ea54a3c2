"""What the front page shows to everybody: the newest jobs, the trades, and one Connect followed all the way round."""

from dataclasses import dataclass
from datetime import timedelta

from accounts.models import Category
from common import clock
from connects.rewards import rewards
from jobs.models import CostPolicy, Job
from jobs.wording import budget

_JOBS_SHOWN = 4


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
        Step("Proposal returned", "The client cancelled before anyone was hired", "refunded", cost, joining, 1),
        Step("Proposal", "A basic job, paid from the lot that expires first", "spent", -cost, joining - cost, 50),
        Step("Joining", "E-mail address verified", "granted", joining, joining, 52),
    ]


def figures() -> dict[str, object]:
    """Everything the public front page needs."""
    now = clock.now()
    given, costs = rewards(), CostPolicy.objects.get()
    steps = one_connect_followed(joining=given.get("joining", 0), cost=costs.basic)
    return {
        "jobs": newest_jobs(),
        "categories": Category.objects.all(),
        "steps": [(step, now - timedelta(hours=step.hours_ago)) for step in steps],
        "rewards": given,
        "costs": costs,
    }
