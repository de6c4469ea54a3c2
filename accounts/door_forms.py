"""allauth's forms in the words of this site: "E-mail", and what a password needs in one sentence."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

from common.reading import Words

_PASSWORD = _("10 characters or more. Not your name or address, not a common word, not only digits.")
_WORDS: dict[str, dict[str, Words]] = {
    "login": {"label": _("E-mail")},
    "email": {"label": _("E-mail")},
    "remember": {"label": _("Keep me logged in")},
    "oldpassword": {"label": _("Current password")},
}


class PlainWords(forms.Form):
    """Mixed in before one of allauth's forms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            for attribute, words in _WORDS.get(name, {}).items():
                setattr(field, attribute, words)
        # Where a password is chosen, allauth calls it password1 and, to be sure, password2.
        if "password1" in self.fields:
            self.fields["password1"].help_text = _PASSWORD
        if "password2" in self.fields:
            self.fields["password1"].label = _("New password")
            self.fields["password2"].label = _("New password again")


class LoginForm(PlainWords, allauth.LoginForm):  # type: ignore[misc]
    pass


class AddEmailForm(PlainWords, allauth.AddEmailForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(PlainWords, allauth.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(PlainWords, allauth.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(PlainWords, allauth.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(PlainWords, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(PlainWords, allauth.ReauthenticateForm):  # type: ignore[misc]
    pass
