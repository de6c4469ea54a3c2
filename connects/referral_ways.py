"""Inviting somebody, and having been invited, among the ways to earn Connects; and how both read in the history."""

from collections.abc import Collection, Iterator, Mapping

from django.urls import reverse

from accounts.models import User
from connects import granting, ways
from connects.causes import Cause
from connects.models import Referral, Source
from connects.own_ways import day_of
from connects.referral_lines import of_newcomer, sums
from connects.referrals import policy
from connects.ways import Offer, Standing, Way


def causes(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = Referral.objects.filter(pk__in=ids).select_related("referrer", "newcomer")
    return {
        row.pk: Cause(
            f"{row.newcomer.get_short_name()}, invited by {row.referrer.get_short_name()}", reverse("referrals")
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
        "Invite somebody",
        offer.connects,
        f"for each newcomer, {figures.monthly_cap} a month at most",
        "Send your link. It counts when they have bought Connects, or finished a first contract.",
        Standing.OPEN,
        note=f"{so_far.joined} joined, {so_far.rewarded} rewarded" if so_far.joined else "",
        url=reverse("referrals"),
        action="Your link",
        lives_days=offer.lives_days,
    )


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
        note = "Earned. We are looking at your account first." if standing == Standing.WAITS else ""
    yield Way(
        offer.source,
        f"You came by {row.referrer.get_short_name()}'s invitation",
        offer.connects,
        "once",
        "Buy Connects for the first time, or finish a first contract.",
        standing,
        note=f"Granted on {day_of(person, earned)}" if earned else note,
        url="" if standing != Standing.OPEN else reverse("buy_connects"),
        action="Buy Connects",
        lives_days=offer.lives_days,
    )


ways.register(Source.REFERRAL, inviting)
ways.register(Source.REFERRED, invited)
