"""The availability badge in the settings: what it costs, whether it is on, and every week that was paid."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from common import clock, paging
from common.numbers import figure
from connects import services as connects
from connects.errors import NotEnoughConnects
from talent import availability, services
from talent.errors import AboveMaximum, NotShown
from talent.forms import AvailabilityForm
from talent.models import AvailabilityWeek, FreelancerProfile
from talent.rules import unlisted_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def availability_badge(request: PersonRequest) -> HttpResponse:
    """The page, and switching on; while it is on, the same form changes the maximum."""
    if not request.user.is_freelancer:
        messages.info(request, _("The badge belongs to finding work. You can take on that role here."))
        return redirect("settings")
    profile = services.open_profile(request.user)
    form = _form(request, profile)
    if request.method == "POST" and form.is_valid() and _switch_on(request, form):
        return redirect("availability")
    return render(request, "talent/availability.html", _context(request, profile, form))


@login_required
@require_POST
def availability_off(request: PersonRequest) -> HttpResponse:
    if FreelancerProfile.objects.filter(person=request.user).exists():
        availability.switch_off(request.user)
        messages.success(request, _("The badge is off. Clients do not see it any more."))
    return redirect("availability")


def _switch_on(request: PersonRequest, form: AvailabilityForm) -> bool:
    """Whether it was done; otherwise the form says why not."""
    was_on = form.row is not None and form.row.is_on
    try:
        availability.switch_on(request.user, maximum=form.cleaned_data["maximum"])
    except NotEnoughConnects as short:
        words = _("You have {available} of the {needed} Connects that a week costs.")
        form.add_error(None, words.format(available=figure(short.available), needed=figure(short.needed)))
    except AboveMaximum as dear:
        words = ngettext(
            "A week costs {n} Connect: your maximum cannot be less.",
            "A week costs {n} Connects: your maximum cannot be less.",
            dear.price,
        )
        form.add_error("maximum", words.format(n=figure(dear.price)))
    except NotShown:
        form.add_error(None, _("Verify your e-mail address first: until then nobody can see your profile."))
    else:
        messages.success(request, _("Your maximum is kept.") if was_on else _("“Available now” is on."))
        return True
    return False


def _form(request: PersonRequest, profile: FreelancerProfile) -> AvailabilityForm:
    row = availability.of(profile)
    data = request.POST if request.method == "POST" else None
    return AvailabilityForm(data, row=row, price=availability.ahead(row, clock.now()).price)


def _context(request: PersonRequest, profile: FreelancerProfile, form: AvailabilityForm) -> dict[str, object]:
    row, terms = availability.of(profile), availability.policy()
    coming = availability.ahead(row, clock.now())
    balance = connects.balance_of(request.user) or 0
    return {
        "profile": profile,
        "form": form,
        "row": row,
        "coming": coming,
        "terms": terms,
        "balance": balance,
        "after": balance - coming.price,
        "keeps": availability.keeps_price(request.user),
        "missing": unlisted_for(services.steps_of(profile)),
        "page": paging.page(AvailabilityWeek.objects.filter(availability__profile=profile), request.GET, size=20),
    }
