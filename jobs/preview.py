"""What a proposal would cost for a job that is still being written."""

from dataclasses import dataclass
from typing import Self

from accounts.models import Category
from jobs.choices import BudgetType
from jobs.forms import JobForm
from jobs.models import Job
from jobs.posting import price
from jobs.rules import Cost


@dataclass(frozen=True, slots=True)
class Preview:
    """The price so far; `without_budget` while none has been typed that makes sense."""

    cost: Cost
    job: Job
    without_budget: bool

    @classmethod
    def of(cls, form: JobForm) -> Self:
        """From whatever is typed: what is wrong or missing counts as not there."""
        if form.is_bound:
            form.is_valid()
            typed = form.cleaned_data
        else:
            typed = dict(form.initial)
        hourly = typed.get("budget_type") == BudgetType.HOURLY
        job = Job(
            budget_type=BudgetType.HOURLY if hourly else BudgetType.FIXED,
            fixed_minor=None if hourly else typed.get("fixed"),
            hourly_to_minor=typed.get("hourly_to") if hourly else None,
            level=typed.get("level") or "",
            featured=bool(typed.get("featured")),
            category=_category(typed.get("category")),
        )
        return cls(price(job), job, without_budget=not (job.fixed_minor or job.hourly_to_minor))


def _category(typed: object) -> Category | None:
    """A bound form has found it; an unbound one knows its address name."""
    if isinstance(typed, str):
        return Category.objects.filter(slug=typed).first()
    return typed if isinstance(typed, Category) else None
