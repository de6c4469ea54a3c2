"""The public page Pricing: what Connects cost, what a proposal takes of them, and since when that holds."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing import shop
from common.models import PolicyChange
from connects.rewards import earnings
from jobs.models import CostPolicy


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    context = {
        "offers": shop.window(balance=0, errand=None).offers,
        "earnings": earnings(),
        "costs": CostPolicy.objects.get(),
        "since": prices_hold_since(),
    }
    return render(request, "marketplace/pricing.html", context)


def prices_hold_since() -> datetime | None:
    """When an operator last changed a package; None while the site sells at the prices it opened with."""
    last = PolicyChange.objects.filter(subject__startswith="billing.package:").order_by("-at").first()
    return last.at if last else None
