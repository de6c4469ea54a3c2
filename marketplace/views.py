"""Pages that belong to no single room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from accounts.models import User
from marketplace import dashboard, front
from marketplace.pricing import guessed


def home(request: HttpRequest) -> HttpResponse:
    """The front page for visitors; the overview for those who are logged in."""
    if isinstance(request.user, User):
        return render(request, "marketplace/dashboard.html", dashboard.overview(request.user, request))
    response = render(request, "marketplace/home.html", front.figures(request.GET, guessed(request)))
    patch_vary_headers(response, ["Accept-Language"])
    return response
