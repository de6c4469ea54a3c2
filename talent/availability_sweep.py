"""The badge's weeks by the clock: wearers hear of a new price first, then whatever week has begun is charged.

One wearer a transaction. After a silence of weeks the missed ones are left alone and the present one is charged once.
"""

from datetime import datetime
from functools import partial

from django.db.models import F, Min
from django.db.models.functions import Coalesce

from common import clock, sweeps
from talent import availability
from talent.models import Availability


def sweep_due(at: datetime) -> int:
    """Tell and charge whoever is due, each in a transaction of their own. Returns how many."""
    told = sweeps.each_alone(_have_not_heard(), partial(availability.hear_price, at=at))
    due = Availability.objects.on().filter(paid_until__lte=at).order_by("paid_until", "pk")
    renewed = list(due.values_list("profile_id", flat=True))
    return told + sweeps.each_alone(renewed, partial(availability.renew, at=at))


def next_due() -> datetime | None:
    """At once while somebody has not heard of the price; otherwise the next week's beginning."""
    if _have_not_heard():
        return clock.now()
    first: datetime | None = Availability.objects.on().aggregate(first=Min("paid_until"))["first"]
    return first


def _have_not_heard() -> list[int]:
    """Wearers whose promised price, or told rise, is not the price of the day."""
    price = availability.policy().price
    knows = Availability.objects.on().annotate(knows=Coalesce(F("rises_to"), F("price")))
    return list(knows.exclude(knows=price).order_by("pk").values_list("profile_id", flat=True))
