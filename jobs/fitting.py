"""The order "Fits you": jobs that ask for what somebody can do, first those that few others compete for (PRODUCT 6).

Whose skills are whose is known one room higher: that room registers how to find out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from jobs.choices import BudgetType, Level
from jobs.models import Job

# Beyond so many proposals, one more makes no difference to somebody's chances.
_CROWDED = 999


@dataclass(frozen=True, slots=True)
class Freelancer:
    """What decides which jobs fit somebody: their skills, and whether nobody has hired them yet."""

    skills: frozenset[int]
    newcomer: bool


_ask: list[Callable[[User], Freelancer | None]] = []


def register(ask: Callable[[User], Freelancer | None]) -> None:
    """Make known who can tell what a person can do; None for those who look for no work."""
    _ask[:] = [ask]


def freelancer(person: object) -> Freelancer | None:
    """What is known of somebody, when there are skills to go by."""
    found = _ask[0](person) if _ask and isinstance(person, User) else None
    return found if found and found.skills else None


def explained(who: Freelancer) -> str:
    """The order in a line."""
    line = _("Only jobs that ask for a skill of yours: first those that ask for more of them, then by few proposals.")
    first = _("Good first jobs go before all, because nobody has hired you here yet.")
    return f"{line} {first}" if who.newcomer else line


def ranks(who: Freelancer, jobs: Sequence[int], *, first_job_minor: int) -> list[tuple[int, int]]:
    """(rank, job) for each of these jobs, the better the larger."""
    shared: dict[int, int] = {}
    asked = Job.skills.through.objects.filter(job_id__in=jobs, skill_id__in=who.skills)
    for pk in asked.values_list("job_id", flat=True):
        shared[pk] = shared.get(pk, 0) + 1
    facts = Job.objects.filter(pk__in=jobs).values_list("pk", "proposals_count", "level", "budget_type", "fixed_minor")
    found = []
    for pk, proposals, level, budget_type, minor in facts:
        good = level == Level.ENTRY and budget_type == BudgetType.FIXED and (minor or 0) <= first_job_minor
        first = who.newcomer and good
        found.append((100_000 * first + 1_000 * shared.get(pk, 0) + _CROWDED - min(proposals, _CROWDED), pk))
    return found
