"""A visit of somebody logged in: in their language and zone; now and then it is noted that they were here.

The browser in which an account was used is given its name (accounts.signs).
"""

from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from accounts import signs
from accounts.models import User
from common import clock
from common.reading import read_by

# A visit is noted this often at most: nobody needs it to the second, and reading a page should write nothing.
NOTED_EVERY = timedelta(minutes=5)


class VisitMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, User):
            return self.get_response(request)
        _note(person, request)
        with read_by(person):
            request.LANGUAGE_CODE = person.language  # as LocaleMiddleware does
            response = self.get_response(request)
        response.headers["Content-Language"] = person.language
        return response


class DeviceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        signs.remember_device(request, response)
        return response


def _note(person: User, request: HttpRequest) -> None:
    now = clock.now()
    if person.last_seen_at and person.last_seen_at > now - NOTED_EVERY:
        return
    stale = Q(last_seen_at=None) | Q(last_seen_at__lte=now - NOTED_EVERY)
    if User.objects.filter(stale, pk=person.pk).update(last_seen_at=now):
        person.last_seen_at = now
        # Sessions go by real time, whatever the demo clock says.
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=clock.real_now())
