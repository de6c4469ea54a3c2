"""What wearers of the availability badge are told: that it went off and why, and what it will cost."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from common.telling import News, tell
from talent.models import Availability, WhyOff


def went_off(row: Availability, price: int) -> None:
    why = {
        WhyOff.SHORT: f"your wallet holds less than the {price} Connects that a week costs",
        WhyOff.PRICE: f"a week costs {price} Connects now, and your own maximum is {row.maximum}",
        WhyOff.HIDDEN: "your profile cannot be shown at the moment",
    }[WhyOff(row.off_why)]
    text = f"Your badge “Available now” went off: {why}."
    lines = (
        text,
        "Clients no longer see it on your profile or in talent search. Nothing was charged.",
        "You can switch it on again whenever you like.",
    )
    assert row.off_at is not None
    # Once for each time: it can go off again a week later.
    reference = f"badge_off:{row.pk}:{row.off_at:%Y%m%d%H%M%S%f}"
    person, link = row.profile.person, reverse("availability")
    tell(News(person, "badge_off", reference, text, link, text, lines, label="See the badge"))


def price_changed(row: Availability, at: datetime, *, lowered: bool) -> None:
    person, link = row.profile.person, reverse("availability")
    text = f"A week of your badge “Available now” costs {row.price} Connects from the next week on."
    lines: tuple[str, ...] = (text, "It was more before: you need not do anything.")
    if row.rises_to and row.rises_at:
        day = date_format(localtime(row.rises_at, person.zone), "j F Y")
        text = (
            f"A week of your badge “Available now” will cost {row.rises_to} Connects instead of {row.price}, "
            f"for weeks that begin from {day} on."
        )
        stays = f"That is within your own maximum of {row.maximum}: the badge stays on."
        ends = f"That is above your own maximum of {row.maximum}: the badge then switches itself off, uncharged."
        lines = (text, stays if row.rises_to <= row.maximum else ends, "You can change your maximum at any time.")
    elif not lowered:
        text = f"A week of your badge “Available now” stays at {row.price} Connects: the rise was taken back."
        lines = (text, "You need not do anything.")
    reference = f"badge_price:{row.pk}:{at:%Y%m%d%H%M%S%f}"
    tell(News(person, "badge_price", reference, text, link, text, lines, label="See the badge"))
