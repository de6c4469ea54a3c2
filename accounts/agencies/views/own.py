"""Settings > Agencies: the agencies one is in, invitations that wait for an answer, and founding one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.agencies import answering, founding, inviting, standing
from accounts.agencies.answering import KEPT
from accounts.agencies.errors import AgencyError, TooManyAgencies
from accounts.agencies.forms import AgencyForm
from accounts.agencies.models import AgencyInvitation
from accounts.models import User
from accounts.requests import PersonRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agencies(request: PersonRequest) -> HttpResponse:
    form = AgencyForm(request.POST or None, initial={"country": request.user.country})
    if request.method == "POST" and form.is_valid():
        try:
            agency = founding.found(request.user, **form.cleaned_data)
        except TooManyAgencies as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("{agency} is founded. Invite the people you work with.").format(agency=agency.name)
            )
            return redirect("agency_members", agency.handle)
    context = {
        "form": form,
        "seats": standing.seats_of(request.user),
        "invitations": inviting.waiting_for(request.user),
    }
    return render(request, "agencies/mine.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: PersonRequest, pk: int) -> HttpResponse:
    """An invitation to the reader's own mailbox: what it brings, and the answer."""
    row = get_object_or_404(AgencyInvitation.objects.select_related("agency", "invited_by"), pk=pk)
    if not answering.is_for(request.user, row):
        return render(request, "agencies/not_yours.html", status=404)
    request.session.pop(KEPT, None)
    if request.method == "POST":
        return _answered(request, row)
    in_it = standing.is_in(request.user.pk, row.agency_id)
    return render(request, "agencies/invitation.html", {"invitation": row, "in_it": in_it})


@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link in an invitation's mail. It proves nothing: the account's verified mailbox does."""
    row = inviting.by_token(token)
    if row is None:
        return render(request, "agencies/no_invitation.html", status=404)
    person = request.user
    if isinstance(person, User):
        request.session.pop(KEPT, None)
        if answering.is_for(person, row):
            return redirect(row)
        return render(request, "agencies/other_mailbox.html", {"invitation": row, "hint": _hint(row.email)})
    request.session[KEPT] = request.path
    return render(request, "agencies/welcome.html", {"invitation": row, "hint": _hint(row.email)})


def _answered(request: PersonRequest, row: AgencyInvitation) -> HttpResponse:
    try:
        if "accept" in request.POST:
            answering.accept(row, by=request.user)
            messages.success(request, _("You are in {agency} now.").format(agency=row.agency.name))
            return redirect("agency_members", row.agency.handle)
        if "decline" not in request.POST:
            messages.error(request, _("Accept or decline: choose one."))
            return redirect(row)
        answering.decline(row, by=request.user)
        said = _("You have declined the invitation to {agency}.").format(agency=row.agency.name)
        messages.info(request, said)
    except AgencyError as refused:
        messages.error(request, str(refused))
    return redirect("agencies")


def _hint(email: str) -> str:
    """Enough for the invited to recognise their address, and for nobody else to learn it."""
    return f"{email[:1]}…@{email.partition('@')[2]}"
