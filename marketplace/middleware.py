"""Two content security policies, a strict one for the site and one that the admin's skin can work under; pages sent
compressed; a page for who comes to an address that only a button leads to; and an answer to numbers that no page of the
admin has sent."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string


class SiteAndAdminPolicy(CSPMiddleware):
    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        if request.path_info.startswith("/admin/") and not report_only:
            return PolicyParts(config=dict(settings.ADMIN_CONTENT_SECURITY_POLICY))
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        return parts


class SmallerPages(GZipMiddleware):
    """Text travels compressed, with a random length, so that its size tells nothing of what is in it (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(("text/", "application/json")):
            return response
        return super().process_response(request, response)


class ButtonsOnly:
    """Whose log-in ran out over a button comes back to its address by GET, which it does not take: say so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET" and not response.content:
            response.content = render_to_string("405.html", request=request).encode()
        return response


class AdminNumbers:
    """Django's admin breaks down over what only a forged request has: refuse it.

    The number of a row that is none, and in the address the one character that PostgreSQL keeps in no text.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/") and _holds_nul(request):
            raise BadRequest("No text has such a character.")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, raised: Exception) -> None:
        forged = isinstance(raised, ValueError) and "expected a number" in str(raised)
        if forged and request.path_info.startswith("/admin/"):
            raise BadRequest("A row has no such number.") from raised


def _holds_nul(request: HttpRequest) -> bool:
    return any("\x00" in each for _, found in request.GET.lists() for each in found)
