"""An operator who sees the site as somebody: the page is made for that person, and leaves no trace.

It runs inside a transaction that is rolled back, with a session of its own that nobody keeps. So no page has to know:
opening a proposal is no view by its client, following a notice does not read it, nobody seems to have been here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.staff import seeing
from accounts.staff.models import Impersonation
from common import clock
from common.reading import read_by


class SeeingMiddleware:
    """Below what notes visits and browsers: these go on to see the operator."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visit = seeing.current(request)
        if visit is None or request.path_info == reverse("stop_seeing_as"):
            return self.get_response(request)
        if not seeing.may_go_on(visit, clock.real_now()):
            seeing.end(request, visit)
            said = _("You no longer see the site as {name}: the visit is over.")
            messages.info(request, said.format(name=visit.person))
            return redirect("home")
        with _as_them(request, visit):
            response = self._answer(request, visit)
        seeing.count(visit)
        # Neither a shared cache nor the back button shows it later.
        response["Cache-Control"] = "no-store, private"
        return response

    def _answer(self, request: HttpRequest, visit: Impersonation) -> HttpResponse:
        with read_by(visit.operator):
            if why := seeing.why_not(request):
                return render(request, "accounts/staff/only_looking.html", {"why": why}, status=403)
        return self.get_response(request)


@contextmanager
def _as_them(request: HttpRequest, visit: Impersonation) -> Iterator[None]:
    asked: Any = request
    operator, session = asked.user, asked.session
    asked.impersonated = visit
    asked.user, asked.session = visit.person, import_module(settings.SESSION_ENGINE).SessionStore()
    try:
        with read_by(visit.person), transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        asked.user, asked.session = operator, session
