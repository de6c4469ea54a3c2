"""The first thing a freelancer is told: that they are here, and what is in their wallet (PRODUCT 3, 9)."""

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from common.telling import News, tell
from connects.booking import Booking


def welcome(person: User, granted: Booking | None) -> None:
    """Greet somebody who has come to find work, once, with what joining brought; None when it brought nothing yet."""
    what = "Complete your profile, then find work."
    more: tuple[str, ...] = ()
    if granted and not granted.again:
        some = f"{granted.amount:,} Connect{'' if granted.amount == 1 else 's'}"
        what = f"Your first {some} {'is' if granted.amount == 1 else 'are'} in your wallet."
        more = ("Each of them has a day on which it expires, and a line in your history: you can follow them all.",)
    lines = (
        f"Good to have you here. {what}",
        *more,
        "Connects pay for proposals. The page of each job says what one costs, before you write.",
    )
    tell(
        News(
            person,
            "welcome",
            "welcome:freelancer",
            f"Welcome to {settings.SITE_NAME}. {what}",
            reverse("connects_overview"),
            subject=f"Welcome to {settings.SITE_NAME}",
            lines=lines,
            label="Your Connects",
        )
    )
