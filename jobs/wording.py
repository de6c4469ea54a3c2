"""A job's facts in words, for pages, mail and the record of edits."""

from common.money import rounded_money
from jobs.choices import BudgetType
from jobs.models import Job

FIELD_NAMES = {
    "title": "Title",
    "description": "Description",
    "category": "Category",
    "skills": "Skills",
    "budget_type": "Budget type",
    "budget": "Budget",
    "level": "Level",
    "length": "Length",
    "featured": "Featured",
    "country": "Country",
    "questions": "Screening questions",
}


def dollars(minor: int) -> str:
    """Whole dollars without cents: `$1,500`, but `$12.50`."""
    return rounded_money(minor)


def budget(job: Job) -> str:
    """`$1,500` or `$40 to $60 an hour`; empty while a draft has none."""
    if job.budget_type == BudgetType.FIXED:
        return dollars(job.fixed_minor) if job.fixed_minor else ""
    if not job.hourly_from_minor or not job.hourly_to_minor:
        return ""
    if job.hourly_from_minor == job.hourly_to_minor:
        return f"{dollars(job.hourly_to_minor)} an hour"
    return f"{dollars(job.hourly_from_minor)} to {dollars(job.hourly_to_minor)} an hour"


def facts(job: Job) -> dict[str, str]:
    """Every editable fact in words, to tell what an edit changed."""
    return {
        "title": job.title,
        "description": job.description,
        "category": str(job.category or ""),
        "skills": ", ".join(sorted(skill.name for skill in job.skills.all())),
        "budget": budget(job),
        "length": job.get_length_display(),
        "country": job.country,
        "questions": "\n".join(question.text for question in job.questions.all()),
    }
