"""The people of an agency: who they are, inviting, roles, limits, leaving."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.agencies import founding, inviting, people
from accounts.agencies.doors import for_members, for_running
from accounts.agencies.errors import AgencyError, NotAllowed
from accounts.agencies.forms import AgencyForm, InviteForm, MemberForm
from accounts.agencies.models import AgencyMember, Role
from accounts.requests import PersonRequest

_EVENTS = 20


@require_safe
@for_members
def members(request: PersonRequest, seat: AgencyMember) -> HttpResponse:
    present = seat.agency.memberships.present().select_related("person").order_by("joined_at", "id")
    rows = sorted(present, key=lambda each: list(Role).index(Role(each.role)))
    context: dict[str, Any] = {"seat": seat, "rows": [(each, seat.may_manage(each)) for each in rows]}
    if seat.runs:
        context |= {
            "invitations": inviting.open_of(seat.agency),
            "former": seat.agency.memberships.exclude(left_at=None).select_related("person").order_by("-left_at")[:50],
            "events": seat.agency.events.select_related("actor").order_by("-id")[:_EVENTS],
        }
    return render(request, "agencies/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_running
def invite(request: PersonRequest, seat: AgencyMember) -> HttpResponse:
    form = InviteForm(seat, request.POST or None)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            inviting.invite(
                seat.agency,
                by=request.user,
                email=clean["email"],
                role=form.chosen_role() or Role.MEMBER,
                monthly_limit=clean["monthly_limit"],
            )
        except NotAllowed as refused:
            raise Http404 from refused
        except AgencyError as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, _("{email} is invited.").format(email=clean["email"]))
            return redirect("agency_members", seat.agency.handle)
    return render(request, "agencies/invite.html", {"seat": seat, "form": form}, status=400 if form.errors else 200)


@require_POST
@for_running
def cancel_invitation(request: PersonRequest, seat: AgencyMember, pk: int) -> HttpResponse:
    get_object_or_404(seat.agency.invitations, pk=pk)
    try:
        row = inviting.cancel(seat.agency, pk, by=request.user)
    except AgencyError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The invitation of {email} is cancelled.").format(email=row.email))
    return redirect("agency_members", seat.agency.handle)


@require_http_methods(["GET", "HEAD", "POST"])
@for_running
def member(request: PersonRequest, seat: AgencyMember, pk: int) -> HttpResponse:
    """One of those whom the reader looks after: role, limit, removal, handing over."""
    other = _managed(seat, pk)
    form = MemberForm(seat, request.POST or None, initial={"role": other.role, "monthly_limit": other.monthly_limit})
    if request.method == "POST" and form.is_valid():
        try:
            people.set_limit(seat.agency, pk, by=request.user, monthly_limit=form.cleaned_data["monthly_limit"])
            if role := form.chosen_role():
                people.change_role(seat.agency, pk, by=request.user, role=role)
        except AgencyError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. It holds from now on."))
            return redirect("agency_members", seat.agency.handle)
    context = {"seat": seat, "member": other, "form": form}
    return render(request, "agencies/member.html", context, status=400 if form.errors else 200)


@require_POST
@for_running
def remove(request: PersonRequest, seat: AgencyMember, pk: int) -> HttpResponse:
    other = get_object_or_404(seat.agency.memberships.select_related("person"), pk=pk)
    if other.left_at is None:
        _managed(seat, pk)
    try:
        people.remove(seat.agency, pk, by=request.user)
    except AgencyError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("{name} is out, at once.").format(name=other.person.name))
    return redirect("agency_members", seat.agency.handle)


@require_POST
@for_running
def hand_over(request: PersonRequest, seat: AgencyMember, pk: int) -> HttpResponse:
    other = _managed(seat, pk)
    try:
        people.hand_over(seat.agency, pk, by=request.user)
    except NotAllowed as refused:
        raise Http404 from refused
    except AgencyError as refused:
        messages.error(request, str(refused))
    else:
        said = _("{name} owns {agency} now. You are a manager of it.")
        messages.success(request, said.format(name=other.person.name, agency=seat.agency.name))
    return redirect("agency_members", seat.agency.handle)


@require_POST
@for_members
def leave(request: PersonRequest, seat: AgencyMember) -> HttpResponse:
    try:
        people.leave(seat.agency, person=request.user)
    except AgencyError as refused:
        messages.error(request, str(refused))
        return redirect("agency_members", seat.agency.handle)
    messages.success(request, _("You have left {agency}.").format(agency=seat.agency.name))
    return redirect("agencies")


@require_http_methods(["GET", "HEAD", "POST"])
@for_running
def edit(request: PersonRequest, seat: AgencyMember) -> HttpResponse:
    agency = seat.agency
    told = {"name": agency.name, "about": agency.about, "country": agency.country}
    form = AgencyForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            founding.edit(agency, by=request.user, **form.cleaned_data)
        except AgencyError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. Clients see it at once."))
            return redirect("agency", agency.handle)
    return render(request, "agencies/edit.html", {"seat": seat, "form": form}, status=400 if form.errors else 200)


def _managed(seat: AgencyMember, pk: int) -> AgencyMember:
    other = get_object_or_404(seat.agency.memberships.present().select_related("person"), pk=pk)
    if not seat.may_manage(other):
        raise Http404("Not this person's to look after.")
    return other
