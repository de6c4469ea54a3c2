"""The public page of an agency: who works under its name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.models import Agency
from talent.badges import with_badges


@require_GET
def agency_page(request: HttpRequest, handle: str) -> HttpResponse:
    agency = get_object_or_404(Agency, handle=handle)
    members = agency.memberships.filter(person__is_active=True).select_related("person__freelancer_profile")
    members = members.prefetch_related(with_badges("person__freelancer_profile__"))
    # "owner" comes after "member" in the alphabet.
    context = {"agency": agency, "members": members.order_by("-role", "joined_at", "id")}
    return render(request, "talent/agency.html", context)
