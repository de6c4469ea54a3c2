"""A freelancer's profile as a form: checked here, written by one service."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import SkillsField, WebAddressField
from accounts.models import Category, Skill
from common.countries import COUNTRY_CHOICES
from common.numbers import lazy_figure
from talent.availability import LONGEST_MAXIMUM
from talent.models import Availability, FreelancerProfile, SavedFreelancer
from talent.photos import MEGABYTES, NotAPhoto, clean_photo
from talent.rules import LINKS_AT_MOST, OVERVIEW_AT_LEAST, SKILLS_AT_LEAST, SKILLS_AT_MOST
from talent.saving import LONGEST_NOTE
from talent.services import Link

# Dollars an hour: above this it is a typing error.
_RATE_AT_MOST = 1_000


class ProfileForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("What you do, in the words a client would look for."),
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Django developer for small shops")}),
    )
    overview = forms.CharField(
        label=gettext_lazy("Overview"),
        max_length=5000,
        required=False,
        help_text=format_lazy(
            gettext_lazy("What you have done and what you do best. {n} characters or more."), n=OVERVIEW_AT_LEAST
        ),
        widget=forms.Textarea(attrs={"rows": 9, "data-count": lazy_figure(5_000)}),
    )
    rate = forms.DecimalField(
        required=False,
        min_value=1,
        max_value=_RATE_AT_MOST,
        max_digits=6,
        decimal_places=2,
        label=gettext_lazy("Hourly rate"),
        help_text=gettext_lazy("In US dollars. Each job has its own budget; this is what you ask by default."),
        widget=forms.NumberInput(attrs={"data-prefix": "$", "data-suffix": gettext_lazy("an hour"), "step": "0.01"}),
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=COUNTRY_CHOICES, required=False)
    skills = SkillsField(
        at_most=SKILLS_AT_MOST,
        required=False,
        help_text=format_lazy(gettext_lazy("Choose {least} to {most}."), least=SKILLS_AT_LEAST, most=SKILLS_AT_MOST),
    )

    def __init__(self, profile: FreelancerProfile, data: Any = None) -> None:
        rate = None if profile.rate_minor is None else f"{profile.rate_minor / 100:.2f}"
        stored = {"title": profile.title, "overview": profile.overview, "country": profile.country, "rate": rate}
        super().__init__(data, initial={**stored, "skills": list(profile.skills.values_list("pk", flat=True))})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        rate = data.pop("rate", None)
        return {**data, "rate_minor": None if rate is None else int(rate * 100)}

    def skills_by_category(self) -> list[tuple[Category, list[tuple[Skill, bool]], int]]:
        """Every category with its skills, whether each is chosen, and how many are."""
        chosen = {str(pk) for pk in self["skills"].value() or ()}
        groups: dict[Category, list[tuple[Skill, bool]]] = {}
        for skill in Skill.objects.select_related("category").order_by("category__name", "name"):
            groups.setdefault(skill.category, []).append((skill, str(skill.pk) in chosen))
        return [(category, skills, sum(on for _, on in skills)) for category, skills in groups.items()]


class LinkForm(forms.Form):
    title = forms.CharField(max_length=100, required=False, label=gettext_lazy("What it is"))
    url = WebAddressField(
        max_length=300,
        required=False,
        label=gettext_lazy("Address"),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if "@" in url.partition("://")[2].partition("/")[0]:
            raise ValidationError(_("Leave out the name or password before the @."))
        return url

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("url") and not data.get("title"):
            self.add_error("title", _("Say in a few words what the link shows."))
        if data.get("title") and not data.get("url") and "url" not in self.errors:
            self.add_error("url", _("Add the address, or clear both to remove the link."))
        return data


class BaseLinkFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        # Every row is read, changed or not: what is not in the form any more is no link any more.
        form.empty_permitted = False
        form.use_required_attribute = False

    def links(self) -> list[Link]:
        """Those that are filled in, in their order."""
        filled = (form.cleaned_data for form in self.forms if form.cleaned_data.get("url"))
        return [Link(title=data["title"], url=data["url"]) for data in filled]

    @property
    def open_rows(self) -> int:
        """Rows with something in them, and one to write in; the others wait behind "More links"."""
        filled = sum(bool(form["url"].value() or form["title"].value()) for form in self.forms)
        return min(filled + 1, len(self.forms))


LinkFormSet = forms.formset_factory(
    LinkForm, formset=BaseLinkFormSet, extra=LINKS_AT_MOST, max_num=LINKS_AT_MOST, absolute_max=20, validate_max=True
)


def link_forms(profile: FreelancerProfile, data: Any = None) -> BaseLinkFormSet:
    return cast(BaseLinkFormSet, LinkFormSet(data, prefix="links", initial=_rows(profile)))


def _rows(profile: FreelancerProfile) -> list[dict[str, str]]:
    links: Iterable[Any] = profile.links.all()
    return [{"title": link.title, "url": link.url} for link in links]


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        help_text=format_lazy(
            gettext_lazy("JPEG, PNG or WebP, up to {n} MB. We crop it square and keep nothing but the picture."),
            n=MEGABYTES,
        ),
        error_messages={"empty": gettext_lazy("This file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    remove = forms.BooleanField(required=False, label=gettext_lazy("Remove my photo"))

    def clean_photo(self) -> "ContentFile[bytes] | None":
        upload: UploadedFile | None = self.cleaned_data["photo"]
        try:
            return clean_photo(upload, size=upload.size or 0) if upload else None
        except NotAPhoto as refused:
            raise ValidationError(str(refused)) from refused


class NoteForm(forms.Form):
    note = forms.CharField(
        max_length=LONGEST_NOTE,
        required=False,
        label=gettext_lazy("Your note"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def of(cls, kept: SavedFreelancer) -> "NoteForm":
        """Of one row among many: its field has an id of its own."""
        return cls(initial={"note": kept.note}, auto_id=f"note-{kept.pk}-%s")


class AvailabilityForm(forms.Form):
    """`row` is the person's badge, if they ever wore it; `price` what a week costs them next."""

    maximum = forms.IntegerField(
        min_value=1,
        max_value=LONGEST_MAXIMUM,
        label=gettext_lazy("Your maximum"),
        help_text=gettext_lazy(
            "Should a week ever cost more than this, the badge switches itself off and nothing is charged."
        ),
        widget=forms.NumberInput(attrs={"data-suffix": gettext_lazy("Connects a week")}),
    )

    def __init__(self, data: Any = None, *, row: Availability | None, price: int) -> None:
        super().__init__(data, initial={"maximum": max(row.maximum, price) if row else price})
        self.row = row
