"""Pages that belong to no single room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """What the marketplace is, for everyone who comes by."""
    return render(request, "marketplace/home.html")
