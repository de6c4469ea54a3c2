"""Whoever is suspended is out at once, whatever session they still have, and reads why and until when.

A ban makes the account inactive as well, so that Django itself knows nobody behind its sessions.
"""

from collections.abc import Callable
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from accounts.trust import standing
from common.reading import read_by


class StandingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if isinstance(person, User) and person.is_barred:
            logout(request)
            return standing_page(request, person, status=403)
        return self.get_response(request)


def standing_page(request: HttpRequest, person: User, *, status: int = 200) -> HttpResponse:
    """Why, until when, and whom to write to."""
    context = {
        "limit": standing.limit_of(person),
        "until": None if person.banned_at else person.suspended_until,
        "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }
    with read_by(person):
        return render(request, "accounts/trust/standing.html", context, status=status)
