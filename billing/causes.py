"""How purchases, memberships, campaigns and codes read in the wallet's history."""

from collections.abc import Collection, Mapping

from billing.memberships.holders import of_membership
from billing.models import Campaign, Invoice, Membership, Purchase, Redemption
from connects.causes import Cause


def purchases(ids: Collection[int]) -> Mapping[int, Cause]:
    return {
        purchase.pk: Cause(
            f"{purchase.connects} Connects bought, receipt {purchase.number}", purchase.get_absolute_url()
        )
        for purchase in Purchase.objects.filter(pk__in=ids).only("pk", "connects")
    }


def memberships(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = Membership.objects.filter(pk__in=ids).select_related("plan", "payer", "wallet__agency")
    return {row.pk: Cause(f"Change to {row.plan}", of_membership(row).page()) for row in rows}


def invoices(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = Invoice.objects.filter(pk__in=ids).select_related("plan")
    return {row.pk: Cause(f"{row.plan}, invoice {row.number}", row.get_absolute_url()) for row in rows}


def campaigns(ids: Collection[int]) -> Mapping[int, Cause]:
    return {
        pk: Cause(f"Campaign: {name}") for pk, name in Campaign.objects.filter(pk__in=ids).values_list("pk", "name")
    }


def redemptions(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = Redemption.objects.filter(pk__in=ids).values_list("pk", "code__code")
    return {pk: Cause(f"Code {code} redeemed") for pk, code in rows}
