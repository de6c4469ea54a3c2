"""What campaigns and codes are among the ways to earn."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from billing.models import Campaign, PromoCode
from common import clock
from connects import granting, ways
from connects.own_ways import day_of
from connects.services import Source
from connects.ways import Offer, Standing, Way


def promo(person: User, offer: Offer) -> Iterator[Way]:  # noqa: ARG001 - the same for everybody
    """Open while there is any code to redeem, whoever it is for."""
    now = clock.now()
    running = Q(starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__gt=now))
    if PromoCode.objects.filter(running, active=True, without_purchase=True).exists():
        yield Way(
            offer.source,
            _("Redeem a code"),
            0,
            _("as the code says"),
            _("Now and then we hand out a code that gives Connects without a purchase."),
            Standing.OPEN,
            url=reverse("redeem_code"),
            action=_("Redeem a code"),
        )


def campaigns(person: User, offer: Offer) -> Iterator[Way]:
    """Come by themselves. The latest that gave this person Connects stands beside it."""
    connects, note = 0, ""
    if last := granting.latest(person, Source.CAMPAIGN):
        # By the books, not by whom it was meant for: some grants wait, or were refused.
        cause, at = last
        campaign = Campaign.objects.filter(pk=cause.partition(":")[2]).first()
        if campaign:
            connects = campaign.connects or 0
            note = _("Last: {campaign}, {day}").format(campaign=campaign.name, day=day_of(person, at))
    yield Way(
        offer.source,
        _("Campaigns"),
        connects,
        _("now and then"),
        _("Nothing to do: they are in your wallet at once, and a notice tells you."),
        Standing.COMES,
        note=note,
    )


ways.register(Source.PROMO, promo)
ways.register(Source.CAMPAIGN, campaigns)
