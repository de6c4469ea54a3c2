"""What an agency is asked for: its page, whom it invites, and what somebody in it may do and spend."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.agencies.models import AgencyMember, Role
from accounts.agencies.standing import policy
from common.countries import COUNTRY_CHOICES

# More a month than anybody could spend; keeps the number inside what the database holds.
_MOST = 1_000_000


class AgencyForm(forms.Form):
    """The public page's words."""

    name = forms.CharField(
        label="Name",
        max_length=120,
        help_text="Clients read it on every proposal that is sent in its name.",
        error_messages={"required": "An agency needs a name."},
    )
    about = forms.CharField(
        label="What you do together",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": "2,000"}),
    )
    country = forms.ChoiceField(label="Country", choices=COUNTRY_CHOICES, required=False)

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not any(letter.isalnum() for letter in name):
            raise ValidationError("Write a name with letters.")
        return name


class LimitField(forms.IntegerField):
    """Connects a month from the pool; empty for no limit."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Connects a month at most",
            required=False,
            min_value=0,
            max_value=_MOST,
            help_text="From the pool, in a calendar month (UTC). Empty: no limit. 0: may not spend any.",
            widget=forms.NumberInput(attrs={"data-suffix": "a month", "inputmode": "numeric"}),
            error_messages={
                "invalid": "Write a whole number, or leave it empty.",
                "min_value": "Write 0 or more, or leave it empty.",
                "max_value": f"Write {_MOST:,} or less, or leave it empty.",
            },
            **options,
        )


_ROLES = {
    Role.MEMBER: "Member: sends proposals in the agency's name",
    Role.MANAGER: "Manager: also invites, sets limits and buys Connects",
}


class RoleField(forms.ChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Role",
            choices=[(role.value, words) for role, words in _ROLES.items()],
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of the roles."),
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
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Only an account that has verified this address can accept.",
        error_messages={"required": "Say whom you invite.", "invalid": "Write an e-mail address."},
    )
    role = RoleField(initial=Role.MEMBER.value)
    monthly_limit = LimitField()

    def __init__(self, seat: AgencyMember, *args: Any, **options: Any) -> None:
        super().__init__(seat, *args, **options)
        self.fields["monthly_limit"].initial = policy().monthly_limit


class MemberForm(_SeatForm):
    role = RoleField()
    monthly_limit = LimitField()
