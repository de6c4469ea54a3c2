"""Boosts on pages of proposals: `{% load boosts %}`."""

from typing import Any

from django import template

from proposals import boost_shown, boosts
from proposals.boost_shown import Shown
from proposals.models import Boost, BoostAuction, Proposal

register = template.Library()


@register.inclusion_tag("proposals/panels/boost.html")
def boost_panel(proposal: Proposal, *, own: bool) -> dict[str, Any]:
    """`{% boost_panel proposal own=own %}`: where its bid stands, and the way to place or raise one."""
    shown = boost_shown.latest_with_refund(proposal)
    auction = BoostAuction.objects.filter(job=proposal.job_id).first() or boosts.new_auction(proposal.job)
    return {
        "proposal": proposal,
        "shown": shown,
        "closes_at": None if auction.closed_at else auction.closes_at,
        "may_bid": own and _may_bid(proposal, auction, shown),
    }


@register.simple_tag
def boost_of(proposal: Proposal) -> Shown | None:
    """`{% boost_of proposal as boost %}`: its newest bid."""
    return boost_shown.latest(proposal)


@register.simple_tag
def is_boosted(proposal: Proposal) -> bool:
    """Whether the client sees it on top: it has one of the places."""
    return Boost.objects.filter(proposal=proposal, placed=True).exists()


def _may_bid(proposal: Proposal, auction: BoostAuction, shown: Shown | None) -> bool:
    from_now = not auction.closed_at and not proposal.job.hires_count and proposal.job.is_open
    fixed = shown is not None and shown.boost.state == Boost.State.SPENT
    return from_now and not fixed and not boosts.is_over(auction) and boosts.may_bid(proposal)
