"""The form that narrows the list of open jobs. What makes no sense in it is said beside its field and left out."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.list_forms import Catalogue, ListForm, Wording, catalogue, choose
from common import clock
from common.countries import country_name
from jobs.choices import BudgetType, Level
from jobs.criteria import Criteria, Sort
from jobs.fields import AmountField, anywhere_or_in
from jobs.figures import CostPolicy, JobPolicy
from jobs.wording import dollars

_WITHIN = {
    "1": gettext_lazy("The last 24 hours"),
    "3": gettext_lazy("The last 3 days"),
    "7": gettext_lazy("The last 7 days"),
    "14": gettext_lazy("The last 14 days"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What every form of the list needs to know. Read once where many are made."""

    catalogue: Catalogue
    costs: range
    first_job_minor: int


def known() -> Known:
    prices = CostPolicy.objects.get(pk=1)
    first_job_minor = JobPolicy.objects.values_list("first_job_minor", flat=True).get(pk=1)
    return Known(catalogue(), range(prices.lowest, prices.highest), first_job_minor)


class FilterForm(ListForm):
    """Everything is optional. `criteria()` takes what is valid of it."""

    type = forms.ChoiceField(
        label=gettext_lazy("Budget type"), choices=[("", gettext_lazy("Any")), *BudgetType.choices], required=False
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=[("", gettext_lazy("Any")), *Level.choices], required=False
    )
    min = AmountField(label=gettext_lazy("From"))
    max = AmountField(label=gettext_lazy("To"))
    cost = forms.ChoiceField(label=gettext_lazy("A proposal costs"), required=False)
    country = forms.ChoiceField(
        label=gettext_lazy("Open to people in"),
        choices=anywhere_or_in,
        required=False,
    )
    within = forms.ChoiceField(
        label=gettext_lazy("Posted within"), choices=[("", gettext_lazy("Any time")), *_WITHIN.items()], required=False
    )
    first = forms.BooleanField(label=gettext_lazy("Good first job"), required=False)
    verified = forms.BooleanField(label=gettext_lazy("Verified client"), required=False)
    sort = forms.ChoiceField(choices=Sort.choices, required=False, widget=forms.HiddenInput)
    folded = ("min", "max", "country", "within", "verified", "skill")

    def __init__(self, query: QueryDict, facts: Known | None = None) -> None:
        facts = facts or known()
        super().__init__(query, facts.catalogue)
        choose(self.fields["cost"], [("", _("Anything")), *((str(n), _at_most(n)) for n in facts.costs)])
        self.first_job_minor = facts.first_job_minor
        said = _("Entry level, a fixed price up to {amount}.")
        self.fields["first"].help_text = said.format(amount=dollars(self.first_job_minor))
        self.full_clean()

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        low, high = clean.get("min"), clean.get("max")
        if low and high and high < low:
            self.add_error("max", _("This is less than the budget you look for from."))
        return clean

    def criteria(self) -> Criteria:
        asked = self.asked()
        days = int(asked.get("within", 0))
        return Criteria(
            text=self.words(),
            category=self.category_asked(),
            skills=self.skills_asked(),
            budget_type=asked.get("type", ""),
            budget_from=asked.get("min"),
            budget_to=asked.get("max"),
            level=asked.get("level", ""),
            country=asked.get("country", ""),
            cost=int(asked["cost"]) if "cost" in asked else None,
            first_job_up_to=self.first_job_minor if "first" in asked else None,
            verified=asked.get("verified", False),
            since=clock.now() - timedelta(days=days) if days else None,
        )

    def order(self, *, fits: bool = False) -> Sort:
        """As asked; without asking, the best match of a search and otherwise the newest. `fits` needs skills."""
        searching = bool(self.words())
        asked = self.cleaned_data.get("sort")
        if (asked == Sort.RELEVANCE and not searching) or (asked == Sort.FITS and not fits):
            return Sort.RELEVANCE if searching else Sort.NEWEST
        return Sort(asked) if asked else Sort.RELEVANCE if searching else Sort.NEWEST

    def wording(self) -> Wording:
        return {
            **super().wording(),
            "type": lambda value: str(BudgetType(value).label),
            "level": lambda value: str(Level(value).label),
            "min": lambda minor: _("From {amount}").format(amount=dollars(minor)),
            "max": lambda minor: _("Up to {amount}").format(amount=dollars(minor)),
            "cost": lambda n: _at_most(int(n)),
            "country": lambda code: _("Open to {country}").format(country=country_name(code)),
            "first": lambda on: _("Good first job"),
            "verified": lambda on: _("Verified client"),
            "within": lambda days: str(_WITHIN[days]),
        }


def _at_most(n: int) -> str:
    return ngettext("{n} Connect at most", "{n} Connects at most", n).format(n=n)
