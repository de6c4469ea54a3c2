"""What pages show of jobs: `{% load jobs %}`."""

from typing import Any

from django import template

from accounts.models import ClientProfile
from accounts.rules import hire_rate
from jobs import wording
from jobs.models import Job

register = template.Library()
register.filter("budget", wording.budget)
register.filter("dollars", wording.dollars)


@register.filter
def client_rate(job: Job) -> int | None:
    """How many percent of the client's ended jobs were filled; None while none has ended."""
    profile: Any = getattr(job.client, "client_profile", None) or ClientProfile()
    return hire_rate(filled=profile.jobs_filled, cancelled=profile.jobs_cancelled, unfilled=profile.jobs_unfilled)


@register.filter
def opening(job: Job) -> str:
    """How the description begins; lists fetch no more of it."""
    fetched: str | None = job.__dict__.get("opening")
    return job.description if fetched is None else fetched


@register.filter
def skill_names(job: Job) -> list[str]:
    """The names of the skills a job asks for; lists fetch no more of them."""
    fetched: list[str] | None = job.__dict__.get("skill_names")
    return [skill.name for skill in job.skills.all()] if fetched is None else fetched
