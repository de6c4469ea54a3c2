"""A job's facts in words, for pages, mail and the record of edits."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import reading
from common.money import rounded_money
from common.reading import Words
from jobs.choices import BudgetType
from jobs.models import Job

FIELD_NAMES: dict[str, Words] = {
    "title": gettext_lazy("Title"),
    "description": gettext_lazy("Description"),
    "category": gettext_lazy("Category"),
    "skills": gettext_lazy("Skills"),
    "budget_type": gettext_lazy("Budget type"),
    "budget": gettext_lazy("Budget"),
    "level": gettext_lazy("Level"),
    "length": gettext_lazy("Length"),
    "featured": gettext_lazy("Featured"),
    "country": gettext_lazy("Country"),
    "questions": gettext_lazy("Screening questions"),
}


def field_name(field: str) -> str:
    return str(FIELD_NAMES.get(field, field))


def within_a_sentence(field: str) -> str:
    """A field's name as it stands in the middle of a sentence; German writes it as at the beginning."""
    return reading.within_a_sentence(field_name(field))


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
        return _("{amount} an hour").format(amount=dollars(job.hourly_to_minor))
    said = _("{low} to {high} an hour")
    return said.format(low=dollars(job.hourly_from_minor), high=dollars(job.hourly_to_minor))


def facts(job: Job) -> dict[str, str]:
    """Every editable fact in words, to tell what an edit changed."""
    # Kept in one language, whoever writes; `said` tells them in the reader's.
    with translation.override(settings.LANGUAGE_CODE):
        return _facts(job)


def said(field: str, words: str) -> str:
    """One side of a change that an edit has left: the names among the facts in the reader's words."""
    return _(words) if words and field in ("category", "length") else words


def _facts(job: Job) -> dict[str, str]:
    return {
        "title": job.title,
        "description": job.description,
        "category": job.category.name if job.category else "",
        "skills": ", ".join(sorted(skill.name for skill in job.skills.all())),
        "budget": budget(job),
        "length": str(job.get_length_display()),
        "country": job.country,
        "questions": "\n".join(question.text for question in job.questions.all()),
    }
