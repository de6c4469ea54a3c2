"""What is typed into an offer, an invitation, a refusal and a review. What it means is for the services to refuse."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.money import bare_money
from jobs.models import BudgetType, Job
from proposals.forms import BidField, TextField, at_most
from proposals.models import Proposal
from proposals.services import Terms

MESSAGE_AT_MOST = 2_000
_SCOPE_AT_MOST = 5_000
_UNITS = [
    (BudgetType.FIXED.value, gettext_lazy("For the whole job")),
    (BudgetType.HOURLY.value, gettext_lazy("An hour")),
]


class OfferForm(forms.Form):
    """The terms of an offer, begun with what the proposal and the job say."""

    title = forms.CharField(
        max_length=120,
        error_messages={"required": gettext_lazy("Say in a few words what is offered.")},
        label=gettext_lazy("What you offer"),
    )
    scope = TextField(
        label=gettext_lazy("The work"),
        max_length=_SCOPE_AT_MOST,
        help_text=gettext_lazy(
            "What is to be done, and what you have agreed. Both of you find it on the contract's page."
        ),
        error_messages={"required": gettext_lazy("Describe the work that the offer is about.")},
        widget=forms.Textarea(attrs={"rows": 8, "data-count": at_most(_SCOPE_AT_MOST)}),
    )
    amount = BidField(
        max_length=60,
        label=gettext_lazy("Pay"),
        error_messages={"required": gettext_lazy("Say what you will pay.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "data-prefix": "$"}),
    )
    unit = forms.ChoiceField(label=gettext_lazy("It is paid"), choices=_UNITS, widget=forms.RadioSelect)
    starts_on = forms.DateField(
        label=gettext_lazy("Begins on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Ends on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    message = TextField(
        label=gettext_lazy("A word to go with it"),
        max_length=MESSAGE_AT_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": at_most(MESSAGE_AT_MOST)}),
    )

    def clean_starts_on(self) -> Any:
        starts_on = self.cleaned_data["starts_on"]
        # A day's grace: for somebody it is still yesterday.
        if (clock.now().date() - starts_on).days > 1:
            raise ValidationError(_("This day has passed."))
        return starts_on

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        starts_on, ends_on = clean.get("starts_on"), clean.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end lies before the beginning."))
        return clean

    def terms(self) -> Terms:
        """Only for a valid form."""
        clean = self.cleaned_data
        return Terms(
            title=clean["title"],
            scope=clean["scope"],
            unit=clean["unit"],
            amount_minor=clean["amount"],
            starts_on=clean["starts_on"],
            ends_on=clean["ends_on"],
            message=clean["message"],
        )


def of_proposal(proposal: Proposal) -> dict[str, Any]:
    """An offer on the terms of somebody's bid."""
    return of_job(proposal.job) | {"amount": bare_money(proposal.bid_minor)}


def of_job(job: Job) -> dict[str, Any]:
    budget = job.fixed_minor or job.hourly_to_minor or 0
    return {
        "title": job.title,
        "scope": job.description[:_SCOPE_AT_MOST],
        "amount": bare_money(budget) if budget else "",
        "unit": job.budget_type,
        "starts_on": clock.now().date(),
    }


class JobChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of somebody's own open jobs."""

    def __init__(self, jobs: QuerySet[Job], **options: Any) -> None:
        said = _("Choose one of your open jobs.")
        super().__init__(
            jobs, empty_label=_("Choose"), error_messages=dict.fromkeys(("required", "invalid_choice"), said)
        )

    def to_python(self, value: Any) -> Any:
        # A number that no column holds, or a NUL, is nobody's job.
        text = str(value or "")
        if text and not (text.isascii() and text.isdigit() and len(text) < 19):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class InviteForm(forms.Form):
    """To which job, and a word with it."""

    message = TextField(
        label=gettext_lazy("A word to go with it"),
        max_length=MESSAGE_AT_MOST,
        required=False,
        help_text=gettext_lazy("Why this person: it makes an answer likelier."),
        widget=forms.Textarea(attrs={"rows": 5, "data-count": at_most(MESSAGE_AT_MOST)}),
    )

    def __init__(self, jobs: QuerySet[Job], data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields = {"job": JobChoice(jobs), **self.fields}


class ReasonForm(forms.Form):
    """Why not, or why it ends: read by the other side."""

    reason = TextField(
        label=gettext_lazy("Why?"),
        max_length=300,
        help_text=gettext_lazy("The other side reads this."),
        error_messages={"required": gettext_lazy("Say why, in a sentence.")},
        widget=forms.Textarea(attrs={"rows": 3, "data-count": "300"}),
    )


class ReviewForm(forms.Form):
    """One to five stars, and words."""

    stars = forms.TypedChoiceField(
        label=gettext_lazy("How was it?"),
        coerce=int,
        choices=[
            (5, gettext_lazy("5 of 5: again at any time")),
            (4, gettext_lazy("4 of 5: good")),
            (3, gettext_lazy("3 of 5: all right")),
            (2, gettext_lazy("2 of 5: with trouble")),
            (1, gettext_lazy("1 of 5: not again")),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose from one to five stars.")),
    )
    text = TextField(
        label=gettext_lazy("In your words"),
        max_length=2_000,
        help_text=gettext_lazy("What others should know before they work together. It is shown under your name."),
        error_messages={"required": gettext_lazy("Write a sentence or two: stars alone say little.")},
        widget=forms.Textarea(attrs={"rows": 6, "data-count": at_most(2_000)}),
    )
