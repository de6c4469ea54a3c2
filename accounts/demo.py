"""In demo mode one click logs in as a person of the demo world. Anywhere else there is no such door."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts import signs
from accounts.models import DemoPerson


def demo_login(request: HttpRequest, pk: int) -> HttpResponse:
    """Log in as a featured demo person. 404 outside demo mode, whatever is asked and however."""
    if not settings.DEMO:
        raise Http404
    return _log_in(request, pk)


@require_POST
def _log_in(request: HttpRequest, pk: int) -> HttpResponse:
    featured = get_object_or_404(DemoPerson.objects.select_related("person"), pk=pk, person__is_active=True)
    signs.leave_none(request)
    response: HttpResponse = perform_login(request, featured.person)
    return response
