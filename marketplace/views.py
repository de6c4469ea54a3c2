"""Pages that belong to no single room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from marketplace import dashboard, front


def home(request: HttpRequest) -> HttpResponse:
    """The front page for visitors; the overview for those who are logged in."""
    if isinstance(request.user, User):
        return render(request, "marketplace/dashboard.html", dashboard.overview(request.user))
    return render(request, "marketplace/home.html", front.figures())
