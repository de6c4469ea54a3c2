"""Somebody's link, followed: the browser keeps whose it was, signed, until its owner joins or forgets (PRODUCT 3)."""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from connects import referrals

COOKIE = "guildhall_invited"


def keep(response: HttpResponse, code: str) -> None:
    response.set_signed_cookie(
        COOKIE,
        code,
        salt=COOKIE,
        max_age=_lasts(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def code_in(request: HttpRequest) -> str:
    """Whose link this browser has followed lately; empty for nobody's."""
    if COOKIE not in request.COOKIES:
        return ""
    try:
        return request.get_signed_cookie(COOKIE, salt=COOKIE, max_age=_lasts()) or ""
    except BadSignature:
        return ""


def inviter(request: HttpRequest) -> User | None:
    """Who invited whoever asks for this page."""
    code = code_in(request)
    return referrals.referrer_of(code) if code else None


def _lasts() -> timedelta:
    return timedelta(days=referrals.policy().cookie_days)
