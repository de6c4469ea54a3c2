"""What a campaign's people read in their notice centre, and where it leads them."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from billing.models import Campaign


def notice_of(campaign: Campaign) -> str:
    """The line in the notice centre."""
    return f"{campaign.name}: {campaign.message} {_offer(campaign)}"


def notice_while_held(campaign: Campaign) -> str:
    """The line for somebody whose free Connects wait for an operator."""
    return f"{campaign.name}: {_connects(campaign.connects)} wait for a look at your account; that takes a day or two."


def link_of(campaign: Campaign) -> str:
    if campaign.kind == Campaign.Kind.GRANT:
        return reverse("connects_overview")
    if campaign.code is None:
        return reverse("buy_connects")
    page = "redeem_code" if campaign.code.without_purchase else "buy_connects"
    return f"{reverse(page)}?{urlencode({'code': campaign.code.code})}"


def _offer(campaign: Campaign) -> str:
    if sale := campaign.sale:
        return f"{sale.name}: {sale.percent} % off all packages until {_day(sale.ends_at)}."
    if code := campaign.code:
        gives = f"{code.percent} % off" if code.percent else _connects(code.connects)
        how = "" if code.without_purchase else " when you buy"
        until = f" until {_day(code.ends_at)}" if code.ends_at else ""
        return f"{code.code} gives {gives}{how}{until}."
    days = f"{campaign.lives_days} day{'' if campaign.lives_days == 1 else 's'}"
    verb = "is" if campaign.connects == 1 else "are"
    return f"{_connects(campaign.connects)} {verb} in your wallet, for {days}."


def _connects(number: int | None) -> str:
    return f"{number} Connect{'' if number == 1 else 's'}"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
