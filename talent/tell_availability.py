"""What wearers of the availability badge are told: that it went off and why, and what it will cost."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import dates
from common.numbers import figure
from common.reading import read_by
from common.telling import News, tell
from talent.models import Availability, WhyOff


def went_off(row: Availability, price: int) -> None:
    assert row.off_at is not None
    # Once for each time: it can go off again a week later.
    reference = f"badge_off:{row.pk}:{row.off_at:%Y%m%d%H%M%S%f}"
    person, link = row.profile.person, reverse("availability")
    with read_by(person):
        text = _why_off(row, price)
        lines = (
            text,
            _("Clients no longer see it on your profile or in talent search. Nothing was charged."),
            _("You can switch it on again whenever you like."),
        )
        tell(News(person, "badge_off", reference, text, link, text, lines, label=_("See the badge")))


def price_changed(row: Availability, at: datetime, *, lowered: bool) -> None:
    person, link = row.profile.person, reverse("availability")
    reference = f"badge_price:{row.pk}:{at:%Y%m%d%H%M%S%f}"
    with read_by(person):
        lines = _rises(row) if row.rises_to else _lowered(row) if lowered else _stays(row)
        tell(News(person, "badge_price", reference, lines[0], link, lines[0], lines, label=_("See the badge")))


def _why_off(row: Availability, price: int) -> str:
    match WhyOff(row.off_why):
        case WhyOff.SHORT:
            words = ngettext(
                "Your badge “Available now” went off: your wallet holds less than the {n} Connect that a week costs.",
                "Your badge “Available now” went off: your wallet holds less than the {n} Connects that a week costs.",
                price,
            )
        case WhyOff.PRICE:
            words = _(
                "Your badge “Available now” went off: a week costs {n} Connects now, "
                "and your own maximum is {maximum}."
            )
        case _why:
            words = _("Your badge “Available now” went off: your profile cannot be shown at the moment.")
    return words.format(n=figure(price), maximum=figure(row.maximum))


def _rises(row: Availability) -> tuple[str, ...]:
    assert row.rises_to is not None
    assert row.rises_at is not None
    words = _(
        "A week of your badge “Available now” will cost {higher} Connects instead of {price}, "
        "for weeks that begin from {day} on."
    )
    text = words.format(higher=figure(row.rises_to), price=figure(row.price), day=dates.long_day(row.rises_at))
    maximum = (
        _("That is within your own maximum of {maximum}: the badge stays on.")
        if row.rises_to <= row.maximum
        else _("That is above your own maximum of {maximum}: the badge then switches itself off, uncharged.")
    )
    return text, maximum.format(maximum=figure(row.maximum)), _("You can change your maximum at any time.")


def _lowered(row: Availability) -> tuple[str, ...]:
    words = ngettext(
        "A week of your badge “Available now” costs {n} Connect from the next week on.",
        "A week of your badge “Available now” costs {n} Connects from the next week on.",
        row.price,
    )
    return words.format(n=figure(row.price)), _("It was more before: you need not do anything.")


def _stays(row: Availability) -> tuple[str, ...]:
    words = ngettext(
        "A week of your badge “Available now” stays at {n} Connect: the rise was taken back.",
        "A week of your badge “Available now” stays at {n} Connects: the rise was taken back.",
        row.price,
    )
    return words.format(n=figure(row.price)), _("You need not do anything.")
