"""The public page of an agency: who works under its name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.models import Agency
from talent.badges import with_badges


@require_GET
def agency_page(request: HttpRequest, handle: str) -> HttpResponse:
    """Anybody sees who is in it; what they may spend, who is invited and who has left is not shown here."""
    agency = get_object_or_404(Agency, handle=handle)
    present = agency.memberships.present().filter(person__is_active=True)
    faces = present.select_related("person__freelancer_profile").prefetch_related(
        with_badges("person__freelancer_profile__")
    )
    members = list(faces.order_by("joined_at", "id"))
    mine = next((member for member in members if member.person_id == request.user.pk), None)
    # Whoever owns it stands first, then as they came.
    context = {"agency": agency, "members": sorted(members, key=lambda member: not member.owns), "mine": mine}
    return render(request, "talent/agency.html", context)
