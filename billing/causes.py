"""How a purchase reads in the wallet's history."""

from collections.abc import Collection, Mapping

from billing.models import Purchase
from connects.causes import Cause


def purchases(ids: Collection[int]) -> Mapping[int, Cause]:
    return {
        purchase.pk: Cause(
            f"{purchase.connects} Connects bought, receipt {purchase.number}", purchase.get_absolute_url()
        )
        for purchase in Purchase.objects.filter(pk__in=ids).only("pk", "connects")
    }
