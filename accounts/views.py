"""Settings: who somebody is, which roles they have, and what freelancers read about them as a client."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import services
from accounts.forms import AccountForm, ClientProfileForm
from accounts.models import ClientProfile, Hat
from accounts.requests import PersonRequest
from common import dates
from common.returning import way_back

_WELCOME = {
    Hat.FREELANCER: gettext_lazy("You can find work now. Complete your profile so that clients know who you are."),
    Hat.CLIENT: gettext_lazy("You can hire now. Say who you are, then post your first job."),
}
_FIRST_STEP = {Hat.FREELANCER: "profile_edit", Hat.CLIENT: "client_profile_edit"}


@login_required
@require_GET
def settings_overview(request: PersonRequest) -> HttpResponse:
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "has_app": Authenticator.Type.TOTP in kinds,
        "keys": kinds.count(Authenticator.Type.WEBAUTHN),
        "sessions": UserSession.objects.filter(user=request.user).count(),
    }
    return render(request, "accounts/settings.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def account_edit(request: PersonRequest) -> HttpResponse:
    person = request.user
    form = AccountForm(person, request.POST or None)
    if form.is_valid():
        try:
            services.update_account(person, **form.cleaned_data)
        except services.CountryChangedRecently as recently:
            said = _("You can change your country again on {day}.").format(day=dates.long_day(recently.again_at))
            form.add_error("country", said)
        else:
            messages.success(request, _("Saved."))
            return redirect("settings")
    return render(request, "accounts/account_form.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def client_profile_edit(request: PersonRequest) -> HttpResponse:
    if not request.user.is_client:
        messages.info(request, _("Company details belong to the hiring role. You can take it on here."))
        return redirect("settings")
    profile = ClientProfile.objects.filter(person=request.user).first() or ClientProfile(person=request.user)
    form = ClientProfileForm(profile, request.POST or None)
    if form.is_valid():
        services.update_client_profile(request.user, **form.cleaned_data)
        messages.success(request, _("Saved. Freelancers see this on your jobs."))
        return redirect("client_profile_edit")
    return render(request, "accounts/client_profile_form.html", {"form": form})


@login_required
@require_POST
def take_role(request: PersonRequest) -> HttpResponse:
    hat = _hat(request)
    if hat is None:
        messages.error(request, _("Choose a role: find work or hire."))
        return redirect("settings")
    if not request.user.wears(hat):
        services.take_role(request.user, hat)
        messages.success(request, _WELCOME[hat])
    return redirect(_FIRST_STEP[hat])


@login_required
@require_POST
def switch_hat(request: PersonRequest) -> HttpResponse:
    hat = _hat(request)
    try:
        if hat is None:
            raise services.RoleMissing
        services.switch_hat(request.user, hat)
    except services.RoleMissing:
        messages.error(request, _("You do not have that role yet. You can take it on here."))
        return redirect("settings")
    return redirect(way_back(request) or "home")


def _hat(request: HttpRequest) -> Hat | None:
    asked = request.POST.get("hat", "")
    return Hat(asked) if asked in Hat.values else None
