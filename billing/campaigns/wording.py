"""What a campaign's people read in their notice centre, and where it leads them.

The words are put together when they are read, in each reader's language: `tell_people` takes them lazily.
"""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.models import Campaign, PromoCode
from common import dates
from common.numbers import figure


def notice_of(campaign: Campaign) -> str:
    """The line in the notice centre."""
    return f"{campaign.name}: {campaign.message} {_offer(campaign)}"


def notice_while_held(campaign: Campaign) -> str:
    """The line for somebody whose free Connects wait for an operator."""
    number = campaign.connects or 0
    return ngettext(
        "{campaign}: {n} Connect waits for a look at your account; that takes a day or two.",
        "{campaign}: {n} Connects wait for a look at your account; that takes a day or two.",
        number,
    ).format(campaign=campaign.name, n=figure(number))


def link_of(campaign: Campaign) -> str:
    if campaign.kind == Campaign.Kind.GRANT:
        return reverse("connects_overview")
    if campaign.code is None:
        return reverse("buy_connects")
    page = "redeem_code" if campaign.code.without_purchase else "buy_connects"
    return f"{reverse(page)}?{urlencode({'code': campaign.code.code})}"


def _offer(campaign: Campaign) -> str:
    if sale := campaign.sale:
        return _("{sale}: {percent} % off all packages until {day}.").format(
            sale=sale.name, percent=sale.percent, day=_day(sale.ends_at)
        )
    if code := campaign.code:
        facts = {"code": code.code, "percent": code.percent, "n": figure(code.connects), "day": _day(code.ends_at)}
        return (_takes_off(code) if code.percent else _gives(code)).format(**facts)
    number = campaign.connects or 0
    return ngettext(
        "{n} Connect is in your wallet, for {days}.", "{n} Connects are in your wallet, for {days}.", number
    ).format(n=figure(number), days=_days(campaign.lives_days or 0))


def _takes_off(code: PromoCode) -> str:
    if code.ends_at:
        return _("{code} gives {percent} % off when you buy until {day}.")
    return _("{code} gives {percent} % off when you buy.")


def _gives(code: PromoCode) -> str:
    if code.without_purchase:
        return _gives_for_nothing(code)
    if code.ends_at:
        return ngettext(
            "{code} gives {n} Connect when you buy until {day}.",
            "{code} gives {n} Connects when you buy until {day}.",
            code.connects,
        )
    return ngettext("{code} gives {n} Connect when you buy.", "{code} gives {n} Connects when you buy.", code.connects)


def _gives_for_nothing(code: PromoCode) -> str:
    if code.ends_at:
        return ngettext(
            "{code} gives {n} Connect until {day}.", "{code} gives {n} Connects until {day}.", code.connects
        )
    return ngettext("{code} gives {n} Connect.", "{code} gives {n} Connects.", code.connects)


def _days(number: int) -> str:
    return ngettext("{n} day", "{n} days", number).format(n=figure(number))


def _day(at: datetime | None) -> str:
    return dates.long_day(at) if at else ""
