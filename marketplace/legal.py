"""Terms and privacy notice: written for this product; who runs the site is said in the settings."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.privacy.terms import VERSION
from common.dates import long_day


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "marketplace/legal/terms.html", _about())


@require_safe
def privacy_notice(request: HttpRequest) -> HttpResponse:
    return render(request, "marketplace/legal/privacy.html", _about())


def _about() -> dict[str, str]:
    return {
        "version": long_day(date.fromisoformat(VERSION)),
        "operator_name": settings.OPERATOR_NAME,
        "operator_address": settings.OPERATOR_ADDRESS,
        "operator_email": settings.OPERATOR_EMAIL,
    }
