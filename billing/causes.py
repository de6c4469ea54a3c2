"""How purchases, memberships, campaigns and codes read in the wallet's history."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.memberships.holders import of_membership
from billing.models import Campaign, Invoice, Membership, Purchase, Redemption
from common.numbers import figure
from connects.causes import Cause


def purchases(ids: Collection[int]) -> Mapping[int, Cause]:
    return {
        purchase.pk: Cause(_bought(purchase), purchase.get_absolute_url())
        for purchase in Purchase.objects.filter(pk__in=ids).only("pk", "connects")
    }


def memberships(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = Membership.objects.filter(pk__in=ids).select_related("plan", "payer", "wallet__agency")
    return {row.pk: Cause(_("Change to {plan}").format(plan=row.plan), of_membership(row).page()) for row in rows}


def invoices(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = Invoice.objects.filter(pk__in=ids).select_related("plan")
    words = _("{plan}, invoice {number}")
    return {row.pk: Cause(words.format(plan=row.plan, number=row.number), row.get_absolute_url()) for row in rows}


def campaigns(ids: Collection[int]) -> Mapping[int, Cause]:
    rows, words = Campaign.objects.filter(pk__in=ids).values_list("pk", "name"), _("Campaign: {name}")
    return {pk: Cause(words.format(name=name)) for pk, name in rows}


def redemptions(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = Redemption.objects.filter(pk__in=ids).values_list("pk", "code__code")
    return {pk: Cause(_("Code {code} redeemed").format(code=code)) for pk, code in rows}


def _bought(purchase: Purchase) -> str:
    return ngettext(
        "{n} Connect bought, receipt {number}", "{n} Connects bought, receipt {number}", purchase.connects
    ).format(n=figure(purchase.connects), number=purchase.number)
