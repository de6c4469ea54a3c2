"""The public page Pricing: what Connects and memberships cost where the visitor lives, and since when that holds."""

import re
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from billing import regions, shop
from billing.models import Package, Region
from billing.tiers import tiers
from common.countries import COUNTRIES, COUNTRY_CHOICES
from common.models import PolicyChange
from connects.rewards import earnings
from jobs.models import CostPolicy

_WITH_COUNTRY = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?-([A-Z]{2})\b")


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    own = getattr(request.user, "country", "")
    country = _asked(request) or own or guessed(request)
    region = regions.region_of(country)
    packages = shop.price_list(region, country)
    context = {
        "packages": packages,
        "large": [package for package in packages if package.large],
        "region": region,
        "country_code": country,
        "own_country": own,
        "price_country": country,
        "countries": [*COUNTRY_CHOICES][1:],
        "tiers": tiers(country),
        "earnings": earnings(),
        "costs": CostPolicy.objects.get(),
        "since": prices_hold_since(region),
        "tiers_since": _last_change("billing.planprice:", "billing.planterms:", "connects.plan:"),
    }
    response = render(request, "marketplace/pricing.html", context)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def prices_hold_since(region: Region) -> datetime | None:
    """When an operator last changed what is sold there; None while the site sells at the prices it opened with."""
    packages = Package.objects.filter(region=region).values_list("pk", flat=True)
    subjects = [f"billing.region:{region.pk}", *(f"billing.package:{pk}" for pk in packages)]
    last = PolicyChange.objects.filter(subject__in=subjects).order_by("-at").first()
    return last.at if last else None


def _last_change(*subjects: str) -> datetime | None:
    instants = (
        PolicyChange.objects.filter(subject__startswith=subject).order_by("-at").values_list("at", flat=True).first()
        for subject in subjects
    )
    return max(filter(None, instants), default=None)


def _asked(request: HttpRequest) -> str:
    code = request.GET.get("country", "").upper()
    return code if code in COUNTRIES else ""


def guessed(request: HttpRequest) -> str:
    """What the browser's languages say of the country. To look at prices only: to buy, the account's counts."""
    found = _WITH_COUNTRY.search(request.headers.get("Accept-Language", "")[:200])
    return found[1] if found and found[1] in COUNTRIES else ""
