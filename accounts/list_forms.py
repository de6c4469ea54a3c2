"""What the forms share that narrow a long list by words, category and skills.

What makes no sense in one is said beside its field and left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Category, Skill
from common.lists import querying
from common.lists.querying import SearchText

MOST_SKILLS = 5
Wording = Mapping[str, Callable[[Any], str]]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What can be chosen, by its address. Read once where many forms are made."""

    categories: Mapping[str, Category]
    skills: Mapping[str, Skill]


def catalogue() -> Catalogue:
    return Catalogue(
        {each.slug: each for each in Category.objects.all()}, {each.slug: each for each in Skill.objects.all()}
    )


class ListForm(forms.Form):
    """Everything is optional; what is valid counts."""

    q = forms.CharField(label=_("Words"), max_length=querying.LONGEST, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    skill = forms.MultipleChoiceField(label=_("Skills"), widget=forms.CheckboxSelectMultiple, required=False)

    # Fields that are folded away until one of them is used.
    folded: tuple[str, ...] = ("skill",)

    def __init__(self, query: QueryDict, known: Catalogue | None = None) -> None:
        super().__init__(query)
        known = known or catalogue()
        self.categories, self.skills = known.categories, known.skills
        categories = [("", gettext("All")), *((slug, each.said) for slug, each in self.categories.items())]
        choose(self.fields["category"], categories)
        choose(self.fields["skill"], [(slug, each.name) for slug, each in self.skills.items()])

    def clean_skill(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["skill"]
        if len(chosen) > MOST_SKILLS:
            raise ValidationError(
                ngettext("Choose {n} skill at most.", "Choose {n} skills at most.", MOST_SKILLS).format(n=MOST_SKILLS)
            )
        return chosen

    def asked(self) -> dict[str, Any]:
        """The valid part of the form, without what was left empty."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def words(self) -> SearchText | None:
        return querying.parse(self.asked().get("q", "")) or None

    def category_asked(self) -> int | None:
        slug = self.asked().get("category")
        return self.categories[slug].pk if slug else None

    def skills_asked(self) -> tuple[int, ...]:
        return tuple(self.skills[slug].pk for slug in self.asked().get("skill", ()))

    def skills_offered(self) -> list[tuple[Skill, bool]]:
        """The chosen category's skills, and whatever is chosen already."""
        home, chosen = self.category_asked(), set(self.asked().get("skill", ()))
        return [
            (skill, slug in chosen)
            for slug, skill in self.skills.items()
            if slug in chosen or home is None or skill.category_id == home
        ]

    def more_open(self) -> bool:
        """Whether something is asked for among the filters that are folded away."""
        return any(self.data.get(name) for name in self.folded)

    def query(self, **changes: Any) -> str:
        """This list's address with something changed; None takes it away. Begins at the first page."""
        asked = {name: self.data.getlist(name) for name in self.asked()} | changes  # type: ignore[attr-defined]
        return "?" + urlencode({name: value for name, value in asked.items() if value not in (None, [])}, doseq=True)

    def wording(self) -> Wording:
        """How what is asked for reads, by field."""
        return {
            "q": lambda text: gettext("“{words}”").format(words=text),
            "category": lambda slug: self.categories[slug].said,
        }

    def chips(self) -> list[tuple[str, str]]:
        """What narrows the list now, in words, each with the address of the list without it."""
        asked, words = self.asked(), self.wording()
        chips = [(words[name](asked[name]), self.query(**{name: None})) for name in words if name in asked]
        chosen = asked.get("skill", [])
        return chips + [
            (self.skills[slug].name, self.query(skill=[other for other in chosen if other != slug])) for slug in chosen
        ]


def choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
