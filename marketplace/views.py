"""Pages that belong to no single room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace import front


def home(request: HttpRequest) -> HttpResponse:
    """The front page for visitors; the overview for those who are logged in."""
    return render(request, "marketplace/home.html", front.figures())
