"""The language that somebody reads the site in: of a person a fact of the account, of a visitor a cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.models import User
from common.reading import languages
from common.returning import way_back


def speak(person: User, language: str) -> None:
    """Show the site to the person, and write to them, in this language."""
    User.objects.filter(pk=person.pk).update(language=language)
    person.language = language


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The language of the footer's buttons; one that there is not changes nothing."""
    response = redirect(way_back(request) or "home")
    if (language := request.POST.get("language", "")) in languages():
        remember(response, language)
        if isinstance(request.user, User):
            speak(request.user, language)
    return response


def remember(response: HttpResponse, language: str) -> None:
    """In the browser, for when nobody is logged in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
