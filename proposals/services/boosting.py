"""Bidding for a place on top of the client's list, on one's own proposal: place a bid, or raise it (PRODUCT 6)."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.numbers import figure
from connects.errors import NotEnoughConnects, OverTheLimit
from jobs import services as jobs
from proposals import boosts
from proposals.errors import BoostRefused, NotYours
from proposals.models import Boost, Proposal
from proposals.services.seats import hold_seat


@transaction.atomic
def boost(proposal: Proposal, *, by: User, connects: int) -> Boost:
    """Bid so many Connects, or raise the bid to so many.

    Raises NotYours, NotAMember, JobGone, JobNotOpen, and BoostRefused in words for the person: closed, too low for a
    place, above the cap, lower than before, or not paid for. Then nothing is held.
    """
    if proposal.author_id != by.pk:
        raise NotYours
    job = jobs.lock(proposal.job_id)
    seat = hold_seat(by, proposal.agency)
    proposal.refresh_from_db(fields=["state"])
    if not boosts.may_bid(proposal):
        raise BoostRefused(_("This proposal is decided, so it can no longer be boosted."))
    limit = seat.monthly_limit if seat else None
    mine = Boost.objects.filter(proposal=proposal, placed=True).first()
    try:
        if mine is not None:
            boosts.raise_to(mine, connects, job=job, by=by, limit=limit)
            return mine
        return boosts.place(boosts.plan(job, author=by, amount=connects), proposal, by=by, limit=limit)
    except (NotEnoughConnects, OverTheLimit) as short:
        raise unpaid(short) from short


def unpaid(short: NotEnoughConnects | OverTheLimit) -> BoostRefused:
    """Why a boost could not be paid for, as the field's error says it."""
    if isinstance(short, OverTheLimit):
        words = _("That is over your monthly limit: {left} of {limit} left.")
        return BoostRefused(words.format(left=figure(short.left), limit=figure(short.limit)))
    words = _("{needed} Connects needed for the boost, {left} left for it.")
    return BoostRefused(words.format(needed=figure(short.needed), left=figure(short.available)))
