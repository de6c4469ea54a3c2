"""The form that narrows the list of open jobs. What makes no sense in it is said beside its field and left out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.models import Category, Skill
from common import clock
from common.countries import COUNTRY_CHOICES
from jobs import querying
from jobs.choices import BudgetType, Level
from jobs.criteria import Criteria, Sort
from jobs.fields import AmountField
from jobs.figures import CostPolicy

MOST_SKILLS = 5
_WITHIN = (("1", "The last 24 hours"), ("3", "The last 3 days"), ("7", "The last 7 days"), ("14", "The last 14 days"))


class FilterForm(forms.Form):
    """Everything is optional. `criteria()` takes what is valid of it."""

    q = forms.CharField(label="Words", max_length=querying.LONGEST, required=False)
    category = forms.ChoiceField(label="Category", required=False)
    type = forms.ChoiceField(label="Budget type", choices=[("", "Any"), *BudgetType.choices], required=False)
    level = forms.ChoiceField(label="Level", choices=[("", "Any"), *Level.choices], required=False)
    min = AmountField(label="From")
    max = AmountField(label="To")
    cost = forms.ChoiceField(label="A proposal costs", required=False)
    country = forms.ChoiceField(
        label="Open to people in", choices=[("", "Anywhere"), *COUNTRY_CHOICES], required=False
    )
    within = forms.ChoiceField(label="Posted within", choices=[("", "Any time"), *_WITHIN], required=False)
    verified = forms.BooleanField(label="Verified client", required=False)
    skill = forms.MultipleChoiceField(label="Skills", widget=forms.CheckboxSelectMultiple, required=False)
    sort = forms.ChoiceField(choices=Sort.choices, required=False, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        self.categories = {each.slug: each for each in Category.objects.all()}
        self.skills = {each.slug: each for each in Skill.objects.all()}
        _choose(self.fields["category"], [("", "All"), *((slug, each.name) for slug, each in self.categories.items())])
        _choose(self.fields["skill"], [(slug, each.name) for slug, each in self.skills.items()])
        prices = CostPolicy.objects.get(pk=1)
        costs = range(prices.lowest, prices.highest)
        _choose(self.fields["cost"], [("", "Anything"), *((str(n), f"{n} Connects at most") for n in costs)])
        self.full_clean()

    def clean_skill(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["skill"]
        if len(chosen) > MOST_SKILLS:
            raise ValidationError(f"Choose {MOST_SKILLS} skills at most.")
        return chosen

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        low, high = clean.get("min"), clean.get("max")
        if low and high and high < low:
            self.add_error("max", "This is less than the budget you look for from.")
        return clean

    def asked(self) -> dict[str, Any]:
        """The valid part of the form, without what was left empty."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def criteria(self) -> Criteria:
        asked = self.asked()
        days = int(asked.get("within", 0))
        return Criteria(
            text=querying.parse(asked.get("q", "")) or None,
            category=self.categories[asked["category"]].pk if "category" in asked else None,
            skills=tuple(self.skills[slug].pk for slug in asked.get("skill", ())),
            budget_type=asked.get("type", ""),
            budget_from=asked.get("min"),
            budget_to=asked.get("max"),
            level=asked.get("level", ""),
            country=asked.get("country", ""),
            cost=int(asked["cost"]) if "cost" in asked else None,
            verified=asked.get("verified", False),
            since=clock.now() - timedelta(days=days) if days else None,
        )

    def order(self) -> Sort:
        """As asked; without asking, the best match of a search and otherwise the newest."""
        searching = bool(self.criteria().text)
        asked = self.cleaned_data.get("sort")
        if asked == Sort.RELEVANCE and not searching:
            return Sort.NEWEST
        return Sort(asked) if asked else Sort.RELEVANCE if searching else Sort.NEWEST

    def skills_offered(self) -> list[tuple[Skill, bool]]:
        """The chosen category's skills, and whatever is chosen already."""
        asked = self.asked()
        category, chosen = asked.get("category"), set(asked.get("skill", ()))
        home = self.categories[category].pk if category else None
        return [
            (skill, slug in chosen)
            for slug, skill in self.skills.items()
            if slug in chosen or home is None or skill.category_id == home
        ]

    def more_open(self) -> bool:
        """Whether something is asked for among the filters that are folded away."""
        return any(self.data.get(name) for name in ("min", "max", "country", "within", "verified", "skill"))

    def query(self, **changes: Any) -> str:
        """This list's address with something changed; None takes it away. Begins at the first page."""
        asked = {name: self.data.getlist(name) for name in self.asked()} | changes  # type: ignore[attr-defined]
        return "?" + urlencode({name: value for name, value in asked.items() if value not in (None, [])}, doseq=True)

    def chips(self) -> list[tuple[str, str]]:
        """What narrows the list now, in words, each with the address of the list without it."""
        asked = self.asked()
        words: dict[str, Callable[[Any], str]] = {
            "q": lambda text: f"“{text}”",
            "category": lambda slug: self.categories[slug].name,
            "type": lambda value: str(BudgetType(value).label),
            "level": lambda value: str(Level(value).label),
            "min": lambda _: f"From ${self.data['min'].lstrip('$')}",
            "max": lambda _: f"Up to ${self.data['max'].lstrip('$')}",
            "cost": lambda n: f"{n} Connects at most",
            "country": lambda code: f"Open to {dict(COUNTRY_CHOICES)[code]}",
            "verified": lambda _: "Verified client",
            "within": lambda days: dict(_WITHIN)[days],
        }
        chips = [(words[name](asked[name]), self.query(**{name: None})) for name in words if name in asked]
        chosen = asked.get("skill", [])
        return chips + [
            (self.skills[slug].name, self.query(skill=[other for other in chosen if other != slug])) for slug in chosen
        ]


def _choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
