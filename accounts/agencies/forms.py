"""What an agency is asked for: its page, whom it invites, and what somebody in it may do and spend."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.agencies.models import AgencyMember, Role
from accounts.agencies.standing import policy
from common.countries import COUNTRY_CHOICES
from common.numbers import lazy_figure

# More a month than anybody could spend; keeps the number inside what the database holds.
_MOST = 1_000_000


class AgencyForm(forms.Form):
    """The public page's words."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("Clients read it on every proposal that is sent in its name."),
        error_messages={"required": gettext_lazy("An agency needs a name.")},
    )
    about = forms.CharField(
        label=gettext_lazy("What you do together"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": lazy_figure(2_000)}),
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=COUNTRY_CHOICES, required=False)

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not any(letter.isalnum() for letter in name):
            raise ValidationError(_("Write a name with letters."))
        return name


class LimitField(forms.IntegerField):
    """Connects a month from the pool; empty for no limit."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Connects a month at most"),
            required=False,
            min_value=0,
            max_value=_MOST,
            help_text=gettext_lazy("From the pool, in a calendar month (UTC). Empty: no limit. 0: may not spend any."),
            widget=forms.NumberInput(attrs={"data-suffix": gettext_lazy("a month"), "inputmode": "numeric"}),
            error_messages={
                "invalid": gettext_lazy("Write a whole number, or leave it empty."),
                "min_value": gettext_lazy("Write 0 or more, or leave it empty."),
                "max_value": format_lazy(
                    gettext_lazy("Write {most} or less, or leave it empty."), most=lazy_figure(_MOST)
                ),
            },
            **options,
        )


_ROLES = {
    Role.MEMBER: gettext_lazy("Member: sends proposals in the agency's name"),
    Role.MANAGER: gettext_lazy("Manager: also invites, sets limits and buys Connects"),
}


class RoleField(forms.ChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Role"),
            choices=[(role.value, words) for role, words in _ROLES.items()],
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose one of the roles.")),
            **options,
        )


class _SeatForm(forms.Form):
    """A role, if it is this person's to give, and a limit."""

    def __init__(self, seat: AgencyMember, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not seat.owns:
            del self.fields["role"]

    def chosen_role(self) -> Role | None:
        """Only for a valid form; None where roles are not asked for."""
        return Role(self.cleaned_data["role"]) if "role" in self.fields else None


class InviteForm(_SeatForm):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Only an account that has verified this address can accept."),
        error_messages={
            "required": gettext_lazy("Say whom you invite."),
            "invalid": gettext_lazy("Write an e-mail address."),
        },
    )
    role = RoleField(initial=Role.MEMBER.value)
    monthly_limit = LimitField()

    def __init__(self, seat: AgencyMember, *args: Any, **options: Any) -> None:
        super().__init__(seat, *args, **options)
        self.fields["monthly_limit"].initial = policy().monthly_limit


class MemberForm(_SeatForm):
    role = RoleField()
    monthly_limit = LimitField()
