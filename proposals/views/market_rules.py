"""The public page Market rules, written from the operators' rows: what a proposal costs, who gets Connects back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from connects.rewards import earnings
from jobs.models import CostPolicy, JobPolicy
from proposals import matrix, policy
from proposals.models import BoostPolicy, RefundPolicy, RefundTiming
from proposals.vocabulary import Column


@require_GET
def market_rules(request: HttpRequest) -> HttpResponse:
    """`?version=3` shows the refund rules as they stood then: proposals keep the version they were sent under."""
    current, version = policy.current(), _asked_for(request)
    shown = version or current
    context = {
        "cost": CostPolicy.objects.get(pk=1),
        "boosts": BoostPolicy.objects.get(pk=1),
        "life": JobPolicy.objects.get(pk=1),
        "timing": RefundTiming.objects.get(pk=1),
        "earnings": earnings(),
        "columns": list(Column),
        "rows": matrix.rows(shown),
        "shown": shown,
        "is_current": shown.pk == current.pk,
        "until": RefundPolicy.objects.filter(pk__gt=shown.pk).order_by("pk").first(),
        "is_first": not RefundPolicy.objects.filter(pk__lt=shown.pk).exists(),
    }
    return render(request, "proposals/market_rules.html", context)


def _asked_for(request: HttpRequest) -> RefundPolicy | None:
    number = request.GET.get("version", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        number = "0"
    return get_object_or_404(RefundPolicy, pk=int(number))
