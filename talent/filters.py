"""The form that narrows talent search. What makes no sense in it is said beside its field and left out."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from accounts.list_forms import ListForm, Wording, choose
from common.amounts import AmountField
from common.countries import COUNTRY_CHOICES, country_name
from common.money import rounded_money
from talent.criteria import Criteria, Sort
from talent.models import Certification

_RATINGS = (
    ("450", gettext_lazy("4.5 stars or better")),
    ("400", gettext_lazy("4 stars or better")),
    ("300", gettext_lazy("3 stars or better")),
)


class TalentForm(ListForm):
    """Everything is optional. `criteria()` takes what is valid of it."""

    available = forms.BooleanField(label=gettext_lazy("Available now"), required=False)
    rising = forms.BooleanField(label=gettext_lazy("Rising Talent"), required=False)
    rating = forms.ChoiceField(
        label=gettext_lazy("Rating"), choices=[("", gettext_lazy("Any")), *_RATINGS], required=False
    )
    min = AmountField(label=gettext_lazy("From"))
    max = AmountField(label=gettext_lazy("To"))
    country = forms.ChoiceField(
        label=gettext_lazy("Lives in"), choices=[("", gettext_lazy("Anywhere")), *COUNTRY_CHOICES], required=False
    )
    certification = forms.ChoiceField(label=gettext_lazy("Certified in"), required=False)
    sort = forms.ChoiceField(choices=Sort.choices, required=False, widget=forms.HiddenInput)
    folded = ("min", "max", "country", "certification", "skill")

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        # Whatever somebody can have passed: one that is no longer offered is still worth something.
        self.certifications = {each.slug: each for each in Certification.objects.order_by("name")}
        tests = [("", gettext("Anything")), *((slug, each.name) for slug, each in self.certifications.items())]
        choose(self.fields["certification"], tests)
        self.full_clean()

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        low, high = clean.get("min"), clean.get("max")
        if low and high and high < low:
            self.add_error("max", gettext("This is less than the rate you look for from."))
        return clean

    def criteria(self) -> Criteria:
        asked = self.asked()
        test = asked.get("certification")
        return Criteria(
            text=self.words(),
            category=self.category_asked(),
            skills=self.skills_asked(),
            certification=self.certifications[test].pk if test else None,
            country=asked.get("country", ""),
            available=asked.get("available", False),
            rising=asked.get("rising", False),
            rate_from=asked.get("min"),
            rate_to=asked.get("max"),
            rating=int(asked["rating"]) if "rating" in asked else None,
        )

    def order(self) -> Sort:
        """As asked; without asking, the best match of a search and otherwise the best rated."""
        searching = bool(self.words())
        asked = self.cleaned_data.get("sort")
        if asked == Sort.BEST and not searching:
            return Sort.RATING
        return Sort(asked) if asked else Sort.BEST if searching else Sort.RATING

    def wording(self) -> Wording:
        return {
            **super().wording(),
            "available": lambda _: gettext("Available now"),
            "rising": lambda _: gettext("Rising Talent"),
            "rating": lambda value: str(dict(_RATINGS)[value]),
            "min": lambda minor: gettext("From {rate} an hour").format(rate=rounded_money(minor)),
            "max": lambda minor: gettext("Up to {rate} an hour").format(rate=rounded_money(minor)),
            "country": lambda code: gettext("Lives in {country}").format(country=country_name(code)),
            "certification": lambda slug: gettext("Certified: {name}").format(name=self.certifications[slug].name),
        }
