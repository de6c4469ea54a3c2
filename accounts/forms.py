"""What people tell of themselves: at sign-up, in their account, and as clients."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context as current
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import services, signs
from accounts.door_forms import PlainWords
from accounts.fields import WebAddressField
from accounts.models import ClientProfile, Hat, User
from accounts.privacy import terms
from accounts.signals import signed_up
from common import dates
from common.countries import COUNTRY_CHOICES
from common.numbers import figure, lazy_figure
from common.reading import spoken


class NameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "name"})
        super().__init__(max_length=120, label=gettext_lazy("Your name"), widget=widget, **kwargs)


class CountryField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Select(attrs={"autocomplete": "country"})
        super().__init__(choices=COUNTRY_CHOICES, label=gettext_lazy("Country"), widget=widget, **kwargs)


def _terms_read() -> SafeString:
    return mark_safe(
        _(
            'Read the <a href="/terms/">terms</a>, the <a href="/market-rules/">market rules</a>, and what the '
            '<a href="/privacy/">privacy notice</a> says about your data.'
        )
    )


_read_them = lazy(_terms_read, SafeString)


class SignupForm(PlainWords, AllauthSignupForm):  # type: ignore[misc]
    """Name, mailbox, country, and what brings somebody here. The other role can be taken on later."""

    hat = forms.ChoiceField(
        choices=Hat,
        widget=forms.RadioSelect,
        label=gettext_lazy("What brings you here?"),
        help_text=gettext_lazy("You can do both later, from one account."),
        error_messages={"required": gettext_lazy("Choose one. You can do both later, from one account.")},
    )
    name = NameField()
    country = CountryField()
    terms = forms.BooleanField(
        label=gettext_lazy("I agree to the terms and the market rules"),
        help_text=_read_them(),
        error_messages={"required": gettext_lazy("You can join once you agree to the terms and the market rules.")},
    )
    # Filled in by the browser where it can be; the settings page has it.
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))
    field_order = ("hat", "name", "email", "password1", "country", "terms", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A link may say what somebody came for: "Post a job" leads to ?hat=client.
        asked = current.request.GET.get("hat")
        if asked in Hat.values:
            self.initial["hat"] = asked

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        return zone if zone in dict(time_zones()) else "UTC"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if password := data.get("password1"):
            # allauth has compared it with the address alone; the name is asked for here.
            try:
                validate_password(password, User(email=data.get("email", ""), name=data.get("name", "")))
            except forms.ValidationError as weak:
                self.add_error("password1", weak)
        return data

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        try:
            with transaction.atomic():
                return super().try_save(request)  # type: ignore[no-any-return]
        except IntegrityError:
            # The same address signed up a moment ago: answer as if it had been there before.
            self.account_already_exists = True
            return super().try_save(request)  # type: ignore[no-any-return]

    def signup(self, request: HttpRequest, user: User) -> None:
        data = self.cleaned_data
        user.name, user.country, user.time_zone = data["name"], data["country"], data["time_zone"]
        user.language = spoken()
        user.save(update_fields=["name", "country", "time_zone", "language"])
        terms.agree(user)
        services.take_role(user, Hat(data["hat"]))
        signs.note_visit(request, user)
        signed_up.send(User, person=user, request=request)


class AccountForm(forms.Form):
    """Name, country, language and time zone. A country that may not change yet is shown and cannot be chosen."""

    name = NameField()
    country = CountryField()
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        required=False,
        help_text=gettext_lazy("For the site and its mail. What people write stays as they wrote it."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Dates and times are shown to you in this zone.")
    )

    def __init__(self, person: User, data: Any = None) -> None:
        names = ("name", "country", "language", "time_zone")
        super().__init__(data, initial={name: getattr(person, name) for name in names})
        self.fields["country"].help_text = _country_help(person)
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = time_zones()


class ClientProfileForm(forms.Form):
    company = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("Company"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = CountryField(help_text=gettext_lazy("Where you hire from. Freelancers see it on your jobs."))
    website = WebAddressField(label=gettext_lazy("Website"), max_length=200, required=False)
    about = forms.CharField(
        max_length=1000,
        required=False,
        label=gettext_lazy("About you"),
        widget=forms.Textarea(attrs={"rows": 6, "data-count": lazy_figure(1_000)}),
        help_text=gettext_lazy("What you do and what it is like to work with you. Shown on your jobs."),
    )

    def __init__(self, profile: ClientProfile, data: Any = None) -> None:
        names = ("company", "country", "website", "about")
        super().__init__(data, initial={name: getattr(profile, name) for name in names})


def _country_help(person: User) -> str:
    if again := services.country_again_at(person):
        return _(
            "Decides the prices you see for Connects. You changed it lately: you can change it again on {day}."
        ).format(day=dates.long_day(again))
    days = services.country_change_days()
    return ngettext(
        "Decides the prices you see for Connects. Once changed, it stays for {n} day.",
        "Decides the prices you see for Connects. Once changed, it stays for {n} days.",
        days,
    ).format(n=figure(days))


@cache
def time_zones() -> list[tuple[str, str]]:
    """The zones people live in, by continent and city: "Europe/Vienna" reads "Europe / Vienna"."""
    places = (zone for zone in sorted(available_timezones()) if "/" in zone and not zone.startswith("Etc/"))
    return [("UTC", "UTC"), *((zone, zone.replace("/", " / ").replace("_", " ")) for zone in places)]
