"""A job as its client writes it. A draft may be incomplete; what publishing needs is said beside the fields."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import SkillsField
from accounts.models import Category, Skill
from common.numbers import lazy_figure
from jobs.choices import BudgetType, JobEnd, Length, Level
from jobs.errors import FieldErrors
from jobs.fields import AmountField, TextField, anywhere_or_in
from jobs.models import Job
from jobs.moderation import contact_hint
from jobs.posting import MAX_QUESTIONS, Fields

MAX_SKILLS = 10
_QUESTIONS = [f"question_{number}" for number in range(1, MAX_QUESTIONS + 1)]


class JobForm(forms.Form):
    """Every field may be left empty; `fields_of()` takes what was typed for the services."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Say the work in a few words: “Translate a menu into Italian”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    category = forms.ModelChoiceField(
        Category.objects.all(),
        label=gettext_lazy("Category"),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("Choose"),
    )
    description = TextField(
        label=gettext_lazy("Description"),
        max_length=10_000,
        required=False,
        help_text=gettext_lazy(
            "What you need, what you have already, and when you need it. Leave out ways to contact you."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "data-count": lazy_figure(10_000)}),
    )
    skills = SkillsField(
        at_most=MAX_SKILLS,
        required=False,
        help_text=format_lazy(gettext_lazy("Up to {n}. People search by them."), n=MAX_SKILLS),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=Level.choices, widget=forms.RadioSelect, required=False
    )
    length = forms.ChoiceField(label=gettext_lazy("How long it takes"), choices=Length.choices, required=False)
    budget_type = forms.ChoiceField(
        label=gettext_lazy("Budget type"), choices=BudgetType.choices, widget=forms.RadioSelect, required=False
    )
    fixed = AmountField(label=gettext_lazy("For the whole job"))
    hourly_from = AmountField(label=gettext_lazy("From"), suffix=gettext_lazy("an hour"))
    hourly_to = AmountField(label=gettext_lazy("To"), suffix=gettext_lazy("an hour"))
    country = forms.ChoiceField(
        label=gettext_lazy("Freelancers in"),
        choices=anywhere_or_in,
        required=False,
    )
    featured = forms.BooleanField(
        label=gettext_lazy("Feature this job"),
        required=False,
        help_text=gettext_lazy("On top of the list. Proposals for it cost more Connects."),
    )

    def __init__(self, data: QueryDict | None = None, *, job: Job | None = None) -> None:
        super().__init__(
            data,
            initial=_initial(job)
            if job
            else {"level": Level.INTERMEDIATE, "length": Length.WEEKS, "budget_type": BudgetType.FIXED},
        )
        self.job = job
        for number, name in enumerate(_QUESTIONS, start=1):
            self.fields[name] = forms.CharField(
                label=_("Question {number}").format(number=number), max_length=300, required=False
            )
        if job is not None and job.is_live:
            for name in ("budget_type", "level", "featured"):
                # What is locked is not asked; posted all the same, it is refused by the service.
                self.fields[name].disabled = name not in self.data

    def contact_hint(self) -> list[str]:
        """Ways to contact somebody outside the site, in what is typed or stands in the draft."""
        names = ("title", "description", *_QUESTIONS)
        return contact_hint(*(str(self[name].value() or "") for name in names))

    def question_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in _QUESTIONS]

    def skills_by_category(self) -> list[tuple[Category, list[tuple[Skill, bool]], bool]]:
        """Every skill under its category, with whether it is chosen, and whether any of the category is."""
        chosen = {str(value) for value in self["skills"].value() or ()}
        groups: dict[Category, list[tuple[Skill, bool]]] = {}
        for skill in Skill.objects.select_related("category").order_by("category__name", "name"):
            groups.setdefault(skill.category, []).append((skill, str(skill.pk) in chosen))
        return [(category, skills, any(on for _, on in skills)) for category, skills in groups.items()]

    def fields_of(self) -> Fields:
        """What was typed, as the services take it. The budget of the other type is dropped."""
        clean = self.cleaned_data
        fixed = clean["budget_type"] != BudgetType.HOURLY
        return Fields(
            title=clean["title"],
            description=clean["description"],
            category=clean["category"],
            skills=list(clean["skills"]),
            questions=[clean[name] for name in _QUESTIONS],
            level=clean["level"] or Level.INTERMEDIATE,
            length=clean["length"] or Length.WEEKS,
            budget_type=clean["budget_type"] or BudgetType.FIXED,
            fixed_minor=clean["fixed"] if fixed else None,
            hourly_from_minor=None if fixed else clean["hourly_from"],
            hourly_to_minor=None if fixed else clean["hourly_to"],
            country=clean["country"],
            featured=clean["featured"],
        )

    def add_errors(self, refused: FieldErrors) -> None:
        """Say a service's refusal beside the fields it is about."""
        for name, sentence in refused.fields.items():
            self.add_error(name.removesuffix("_minor"), sentence)


class CloseForm(forms.Form):
    """How the client ends a job. Filled can only be what somebody was hired for."""

    end = forms.ChoiceField(
        label=gettext_lazy("How does it end?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how the job ends."),
            "invalid_choice": gettext_lazy("Choose how the job ends."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Freelancers who sent a proposal read it."),
        widget=forms.Textarea(attrs={"rows": 3, "data-count": lazy_figure(500)}),
    )

    def __init__(self, job: Job, data: QueryDict | None = None) -> None:
        super().__init__(data)
        filled = [(JobEnd.FILLED.value, _("Filled: I have hired whom I need"))] if job.hires_count else []
        field = cast(forms.ChoiceField, self.fields["end"])
        field.choices = [*filled, (JobEnd.CANCELLED.value, _("Cancelled: I do not need this done any more"))]
        field.initial = JobEnd.FILLED if filled else JobEnd.CANCELLED


def _initial(job: Job) -> dict[str, Any]:
    texts = [question.text for question in job.questions.all()]
    return {
        "title": job.title,
        "category": job.category and job.category.slug,
        "description": job.description,
        "skills": [skill.pk for skill in job.skills.all()],
        "level": job.level,
        "length": job.length,
        "budget_type": job.budget_type,
        "fixed": job.fixed_minor,
        "hourly_from": job.hourly_from_minor,
        "hourly_to": job.hourly_to_minor,
        "country": job.country,
        "featured": job.featured,
        **dict(zip(_QUESTIONS, texts, strict=False)),
    }


class SearchNameForm(forms.Form):
    """What somebody calls a search that they keep."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
