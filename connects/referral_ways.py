"""Inviting somebody, and having been invited, among the ways to earn Connects; and how both read in the history."""

from collections.abc import Collection, Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.numbers import figure
from connects import granting, ways
from connects.causes import Cause
from connects.models import Referral, Source
from connects.own_ways import granted_on
from connects.referral_lines import Sums, of_newcomer, sums
from connects.referrals import policy
from connects.ways import Offer, Standing, Way


def causes(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = Referral.objects.filter(pk__in=ids).select_related("referrer", "newcomer")
    return {
        row.pk: Cause(
            _("{newcomer}, invited by {referrer}").format(
                newcomer=row.newcomer.get_short_name(), referrer=row.referrer.get_short_name()
            ),
            reverse("referrals"),
        )
        for row in rows
    }


def inviting(person: User, offer: Offer) -> Iterator[Way]:
    figures = policy()
    if not figures.enabled:
        return
    so_far = sums(person)
    yield Way(
        offer.source,
        _("Invite somebody"),
        offer.connects,
        _("for each newcomer, {most} a month at most").format(most=figure(figures.monthly_cap)),
        _("Send your link. It counts when they have bought Connects, or finished a first contract."),
        Standing.OPEN,
        note=_so_far(so_far) if so_far.joined else "",
        url=reverse("referrals"),
        action=_("Your link"),
        lives_days=offer.lives_days,
    )


def _so_far(came: Sums) -> str:
    return _("{joined} joined, {rewarded} rewarded").format(joined=figure(came.joined), rewarded=figure(came.rewarded))


def invited(person: User, offer: Offer) -> Iterator[Way]:
    """Only for those who came by a link."""
    row = Referral.objects.filter(newcomer=person).select_related("referrer").first()
    if row is None or row.state == Referral.State.NOT_COUNTED:
        return
    earned = granting.earned_at(person, offer.source)
    held = granting.held_state(person, offer.source)
    standing = Standing.DONE if earned or held == "refused" else Standing.WAITS if held else Standing.OPEN
    note = of_newcomer(row).note
    if held:
        note = _("Earned. We are looking at your account first.") if standing == Standing.WAITS else ""
    yield Way(
        offer.source,
        _("You came by {referrer}'s invitation").format(referrer=row.referrer.get_short_name()),
        offer.connects,
        _("once"),
        _("Buy Connects for the first time, or finish a first contract."),
        standing,
        note=granted_on(earned) if earned else note,
        url="" if standing != Standing.OPEN else reverse("buy_connects"),
        action=_("Buy Connects"),
        lives_days=offer.lives_days,
    )


ways.register(Source.REFERRAL, inviting)
ways.register(Source.REFERRED, invited)
