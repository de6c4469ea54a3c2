"""What the pages about notices, mail and the newsletter ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import kinds
from common.models.notices import Pace

# Filters name a group by its place: "g3", or a kind by its code.
_GROUPS = {f"g{place}": group for place, group in enumerate(kinds.Group)}
_UNFILTERED = ("", _("Everything"))
_ALL_OF = {
    kinds.Group.CONNECTS: _("All of it: connects"),
    kinds.Group.MONEY: _("All of it: payments and membership"),
    kinds.Group.PROPOSALS: _("All of it: proposals"),
    kinds.Group.JOBS: _("All of it: your jobs"),
    kinds.Group.AGENCIES: _("All of it: agencies"),
    kinds.Group.PROFILE: _("All of it: profile and badges"),
    kinds.Group.OFFERS: _("All of it: special offers"),
    kinds.Group.TRUST: _("All of it: reports and decisions"),
    kinds.Group.OPERATORS: _("All of it: for operators"),
}


class PaceForm(forms.Form):
    """How often mail comes that is not urgent."""

    pace = forms.ChoiceField(
        label=_("Mail that is not urgent"),
        choices=Pace,
        widget=forms.RadioSelect,
        help_text=_(
            "Payments, interviews, offers, being hired or outbid, and Connects that expire within a week are "
            "urgent: they always come at once."
        ),
    )
    hour = forms.TypedChoiceField(
        label=_("What comes together comes at"),
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        coerce=int,
        help_text=_("In your time zone."),
    )


class NoticeFilter(forms.Form):
    """What of the notice centre to show: a group or a kind of what concerns the person, all or what is unread."""

    about = forms.ChoiceField(label=_("About"), required=False)
    unread = forms.BooleanField(label=_("Only unread"), required=False)

    def __init__(self, person: Any, data: Any) -> None:
        super().__init__(data)
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        codes = {group: code for code, group in _GROUPS.items()}
        choices: list[Any] = [_UNFILTERED]
        for group, found in kinds.concerning(person):
            everything = (codes[group], _ALL_OF[group])
            choices.append((group.label, [everything, *((kind.code, kind.sentence) for kind in found)]))
        about.choices = choices

    def codes(self) -> list[str] | None:
        """The kinds to show; None for all of them, also when what was asked for makes no sense."""
        asked = self.cleaned_data.get("about", "") if self.is_valid() else ""
        if group := _GROUPS.get(asked):
            return [kind.code for kind in kinds.KINDS.values() if kind.group == group]
        return [asked] if asked else None

    def only_unread(self) -> bool:
        return bool(self.is_valid() and self.cleaned_data["unread"])


class NewsletterForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
