"""The way out of seeing the site as somebody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.staff import seeing
from common.admin import change_url


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Back to the page of the person in the admin. Whoever sees the site as themselves goes to its front."""
    visit = seeing.current(request)
    if visit is None:
        return redirect("home")
    seeing.end(request, visit)
    said = _("You see the site as yourself again, and no longer as {name}.")
    messages.success(request, said.format(name=visit.person))
    return redirect(change_url(visit.person))
