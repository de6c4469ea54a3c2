"""What the Connects bought, as pages: one's own, and an agency's for those who run it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.agencies.doors import for_running
from accounts.models import AgencyMember
from accounts.requests import PersonRequest
from common import clock
from connects import services as connects
from proposals import insights


@login_required
@require_GET
def my_insights(request: PersonRequest) -> HttpResponse:
    """Of a freelancer what they sent, of a client what they received; of one who is both, both."""
    context = _period(request)
    if request.user.is_freelancer:
        wallet = connects.open_wallet(person=request.user)
        context["sent"] = insights.of_wallet(wallet.pk, begin=context["begin"])
    if request.user.is_client:
        context["received"] = insights.of_client(request.user, begin=context["begin"])
    return render(request, "proposals/insights.html", context)


@require_GET
@for_running
def agency_insights(request: PersonRequest, seat: AgencyMember) -> HttpResponse:
    context = _period(request)
    wallet = connects.open_wallet(agency=seat.agency)
    context |= {"seat": seat, "sent": insights.of_wallet(wallet.pk, begin=context["begin"])}
    return render(request, "proposals/insights_of_agency.html", context)


def _period(request: PersonRequest) -> dict[str, Any]:
    asked = request.GET.get("months", insights.USUAL)
    period = asked if asked in insights.PERIODS else insights.USUAL
    periods = [(key, words, key == period) for key, (words, _) in insights.PERIODS.items()]
    return {"periods": periods, "begin": insights.since(period, at=clock.now())}
