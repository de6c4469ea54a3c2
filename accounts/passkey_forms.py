"""Passkeys in plain words. What is posted as a credential can be anything at all; nonsense is refused, no more."""

import logging
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as allauth
from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


class CredentialField(forms.JSONField):
    """JSON so deep that reading it never ends is no JSON either."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError as deep:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from deep

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return InvalidJSONInput(data)


class AddPasskeyForm(allauth.AddWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 80
        self.fields["name"].widget.attrs["maxlength"] = 80
        self.fields["name"].label = _("Name")
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.label = _("Log in with this key alone")
        alone.help_text = _("No e-mail, no password: the key asks for your finger, face or PIN instead.")

    def clean_name(self) -> str:
        return str(super().clean_name())[:80]

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()  # type: ignore[no-any-return]
        except ValidationError:
            raise
        except Exception as nonsense:
            raise _refused(nonsense) from nonsense


class _CheckedCredential(forms.Form):
    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            raise
        except Exception as nonsense:
            raise _refused(nonsense) from nonsense


class LoginForm(_CheckedCredential, allauth.LoginWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField()


class AuthenticateForm(_CheckedCredential, allauth.AuthenticateWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField()


class ReauthenticateForm(_CheckedCredential, allauth.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField()


def _refused(nonsense: Exception) -> ValidationError:
    """The libraries below raise whatever they stumble over; to the person it means one thing."""
    log.info("a passkey's answer could not be read: %r", nonsense)
    error: ValidationError = get_adapter().validation_error("incorrect_code")
    return error
