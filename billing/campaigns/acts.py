"""What an operator does with a campaign: start, pause, resume, stop. Each keeps who and why (PRODUCT 10)."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext, ngettext

from accounts.models import User
from billing.campaigns.segments import segment_of
from billing.models import Campaign, DiscountPolicy, PromoCode, Sale
from common import clock, policies, queue
from common.numbers import figure
from common.tasks import run_sweep

State = Campaign.State
SWEEP = "billing.campaigns"


class CampaignRefuses(ValidationError):
    """The campaign cannot do that now. Says why, for the operator."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a campaign is for now, and the last wallet of them."""

    people: int
    last_wallet: int


def reach_of(campaign: Campaign) -> Reach:
    found = segment_of(campaign).people().aggregate(people=Count("pk"), last=Max("wallet__id"))
    return Reach(found["people"], found["last"] or 0)


@transaction.atomic
def start(campaign: Campaign, *, actor: User, reason: str, seen: int) -> Campaign:
    """Begin to send a draft to the people who are in its segment now; `seen` is how many the operator was shown.

    Raises CampaignRefuses, also when they have become more or fewer meanwhile.
    """
    held = _held(campaign, State.DRAFT)
    _refuse_if_over(held)
    reach = reach_of(held)
    if not reach.people:
        raise CampaignRefuses(gettext("Nobody is in this segment."))
    if reach.people != seen:
        now = ngettext(
            "It is for {n} person by now. Look at it, then send.",
            "It is for {n} people by now. Look at it, then send.",
            reach.people,
        )
        raise CampaignRefuses(now.format(n=figure(reach.people)))
    return _turn(
        held,
        State.SENDING,
        actor,
        reason,
        started_at=clock.now(),
        started_by=actor,
        expected=reach.people,
        last_wallet=reach.last_wallet,
        counts_days=DiscountPolicy.objects.get(pk=1).campaign_counts_days,
    )


@transaction.atomic
def pause(campaign: Campaign, *, actor: User, reason: str) -> Campaign:
    """Send to nobody else for now; the batch that is under way is done first. Raises CampaignRefuses."""
    return _turn(_held(campaign, State.SENDING), State.PAUSED, actor, reason)


@transaction.atomic
def resume(campaign: Campaign, *, actor: User, reason: str) -> Campaign:
    """Go on where it was paused. Raises CampaignRefuses."""
    held = _held(campaign, State.PAUSED)
    _refuse_if_over(held)
    return _turn(held, State.SENDING, actor, reason)


@transaction.atomic
def stop(campaign: Campaign, *, actor: User, reason: str) -> Campaign:
    """End it for good, also before it began; what was given stays given. Raises CampaignRefuses."""
    held = _held(campaign, State.DRAFT, State.SENDING, State.PAUSED)
    return _turn(held, State.STOPPED, actor, reason, finished_at=clock.now())


def over(offer: Sale | PromoCode | None) -> str:
    """Why there is nothing to offer any more; empty while there is, or when Connects are given."""
    if offer is None:
        return ""
    if not offer.active:
        return gettext("{offer} is switched off: there is nothing to offer.").format(offer=offer)
    if offer.ends_at and offer.ends_at <= clock.now():
        return gettext("{offer} is over: there is nothing to offer.").format(offer=offer)
    return ""


def _refuse_if_over(campaign: Campaign) -> None:
    if why := over(campaign.sale or campaign.code):
        raise CampaignRefuses(why)


def _held(campaign: Campaign, *states: State) -> Campaign:
    row = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if row.state not in states:
        raise CampaignRefuses(_already(State(row.state)))
    return row


def _already(state: State) -> str:
    return {
        State.DRAFT: gettext("It is draft already."),
        State.SENDING: gettext("It is sending already."),
        State.PAUSED: gettext("It is paused already."),
        State.SENT: gettext("It is sent already."),
        State.STOPPED: gettext("It is stopped already."),
    }[state]


def _turn(campaign: Campaign, state: State, actor: User, reason: str, **facts: Any) -> Campaign:
    row = policies.change(campaign, actor=actor, reason=reason, state=state, **facts)
    assert isinstance(row, Campaign)
    if state == State.SENDING:
        queue.soon(run_sweep, SWEEP)
    return row
