"""The first thing a freelancer is told: that they are here, and what is in their wallet (PRODUCT 3, 9)."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.numbers import figure
from common.reading import read_by
from common.telling import News, tell
from connects.booking import Booking


def welcome(person: User, granted: Booking | None) -> None:
    """Greet somebody who has come to find work, once, with what joining brought; None when it brought nothing yet."""
    connects = granted.amount if granted and not granted.again else 0
    with read_by(person):
        hello = _("Welcome to {site}.").format(site=settings.SITE_NAME)
        what = _first(connects) if connects else _("Complete your profile, then find work.")
        tell(
            News(
                person,
                "welcome",
                "welcome:freelancer",
                f"{hello} {what}",
                reverse("connects_overview"),
                subject=_("Welcome to {site}").format(site=settings.SITE_NAME),
                lines=(f"{_('Good to have you here.')} {what}", *_more(connects)),
                label=_("Your Connects"),
            )
        )


def _first(connects: int) -> str:
    return ngettext(
        "Your first {number} Connect is in your wallet.", "Your first {number} Connects are in your wallet.", connects
    ).format(number=figure(connects))


def _more(connects: int) -> Iterator[str]:
    if connects:
        yield _("Each of them has a day on which it expires, and a line in your history: you can follow them all.")
    yield _("Connects pay for proposals. The page of each job says what one costs, before you write.")
