"""The public page of an agency: who works under its name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.models import Agency


@require_GET
def agency_page(request: HttpRequest, handle: str) -> HttpResponse:
    agency = get_object_or_404(Agency, handle=handle)
    members = agency.memberships.filter(person__is_active=True).select_related("person__freelancer_profile")
    # "owner" comes after "member" in the alphabet.
    context = {"agency": agency, "members": members.order_by("-role", "joined_at", "id")}
    return render(request, "talent/agency.html", context)
