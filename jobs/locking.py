"""What is locked once a job is published, because a proposal's price comes from it (PRODUCT 6)."""

from typing import Any

from django.utils.translation import gettext as _

from jobs.choices import BudgetType
from jobs.errors import FieldLocked
from jobs.models import Job
from jobs.wording import dollars

LOCKED = ("budget_type", "level", "featured")
# The largest budget a job may name, in minor units of USD.
LARGEST_MINOR = 10_000_000_00
_LEAST_MINOR = 100


def check(job: Job, fields: dict[str, Any]) -> None:
    """Raises FieldLocked when `fields` would change what the promised price of a published job comes from."""
    locked = {
        name: _("Locked since publication: the price of a proposal comes from it.")
        for name in LOCKED
        if name in fields and fields[name] != getattr(job, name)
    }
    name = "fixed_minor" if job.budget_type == BudgetType.FIXED else "hourly_to_minor"
    budget = fields.get(name)
    if budget and is_high(job, budget) != is_high(job, getattr(job, name)):
        locked[name] = band_sentence(job)
    if locked:
        raise FieldLocked(locked)


def band_sentence(job: Job) -> str:
    """How far the budget of a published job may still be changed."""
    border = dollars(job.high_paying_from_minor)
    if job.budget_type == BudgetType.HOURLY:
        border = _("{amount} an hour").format(amount=border)
    if is_high(job, job.fixed_minor or job.hourly_to_minor or 0):
        return _("Published as a high-paying job: stay at {amount} or above.").format(amount=border)
    return _("Published below the high-paying band: stay under {amount}.").format(amount=border)


def is_high(job: Job, budget_minor: int) -> bool:
    return budget_minor >= job.high_paying_from_minor


def budget_problems(job: Job) -> dict[str, str]:
    """What is wrong with the budget, a sentence for each field. Empty when it can be published."""
    if job.budget_type == BudgetType.FIXED:
        return (
            {}
            if _sensible(job.fixed_minor)
            else {"fixed_minor": _("Say what the job pays, at least {amount}.").format(amount=dollars(_LEAST_MINOR))}
        )
    problems = {
        name: _("Say what an hour pays, at least {amount}.").format(amount=dollars(_LEAST_MINOR))
        for name in ("hourly_from_minor", "hourly_to_minor")
        if not _sensible(getattr(job, name))
    }
    if not problems and (job.hourly_to_minor or 0) < (job.hourly_from_minor or 0):
        problems["hourly_to_minor"] = _("The upper rate is below the lower one.")
    return problems


def _sensible(minor: int | None) -> bool:
    return minor is not None and _LEAST_MINOR <= minor <= LARGEST_MINOR
