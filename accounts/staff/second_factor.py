"""Operators come into the admin with a second factor: set up, and passed in this very session.

A password alone, and a session from before the factor was set up, are led to a page that says what is missing.
"""

from collections.abc import Callable, Sequence
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User

# Recovery codes are for the day that one of these is lost; alone they are a password on paper.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        asked = settings.STAFF_SECOND_FACTOR and request.path_info.startswith("/admin/")
        if not asked or not isinstance(person, User) or not person.is_staff:
            return self.get_response(request)
        factors = set(Authenticator.objects.filter(user=person, type__in=FACTORS).values_list("type", flat=True))
        if factors and passed(request):
            return self.get_response(request)
        return render(request, "accounts/staff/second_factor.html", {"factors": factors}, status=403)


def passed(request: HttpRequest) -> bool:
    """Whether a second factor was given in this session, at log-in or since."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def operators_need_two(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - the check is about the settings, not about apps
    **kwargs: Any,  # noqa: ARG001
) -> list[CheckMessage]:
    if settings.STAFF_SECOND_FACTOR:
        return []
    words = "STAFF_SECOND_FACTOR is off: whoever learns an operator's password is in the admin."
    return [Warning(words, hint="Unset it. Only a demo may do without.", id="accounts.W001")]
