"""Addresses of a wallet's pages, whosever it is; and how somebody stands with their limit in an agency's pool."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from accounts.models import AgencyMember
from connects import limits, services
from connects.limits import Allowance

register = template.Library()


@register.simple_tag(takes_context=True)
def wallet_url(context: Context, name: str, *args: Any) -> str:
    """`{% wallet_url "connects_lot" lot.pk %}`: of the pool that the page is about, else of one's own wallet."""
    seat = context.get("seat")
    if isinstance(seat, AgencyMember):
        return reverse(f"agency_{name}", args=[seat.agency.handle, *args])
    return reverse(name, args=args)


@register.simple_tag(takes_context=True)
def buy_url(context: Context) -> str:
    """Where Connects for the wallet of this page are bought."""
    seat = context.get("seat")
    shop = reverse("buy_connects")
    return f"{shop}?agency={seat.agency.handle}" if isinstance(seat, AgencyMember) else shop


@register.simple_tag
def allowance_of(seat: AgencyMember) -> Allowance:
    """`{% allowance_of seat as mine %}`: what they have spent of the pool this month, of what limit."""
    wallet = services.open_wallet(agency=seat.agency)
    return limits.allowance(wallet.pk, seat.person_id, seat.monthly_limit)
