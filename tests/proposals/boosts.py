"""Bidders and what one asks of an auction in tests."""

from connects import services as connects
from connects.proof import prove
from proposals import services
from proposals.models import Boost

ENDED = {"held": "", "spent": "captured", "returned": "returned"}
__all__ = ["bid", "boost_of", "held_is_charged_and_returned", "table", "the_wallets_say_so"]


def bid(proposal, connects):
    """`bid(proposal, 5)`: as its author."""
    return services.boost(proposal, by=proposal.author, connects=connects)


def boost_of(proposal):
    """(state, why, placed) of the proposal's latest bid."""
    return Boost.objects.filter(proposal=proposal).order_by("-number").values_list("state", "why", "placed").first()


def table(job):
    """The bids in place, from the top."""
    rows = Boost.objects.filter(auction__job=job, placed=True).order_by("-connects", "turn")
    return list(rows.values_list("proposal__author__name", "connects"))


def held_is_charged_and_returned(job) -> bool:
    """Each bid of the job stands in the wallet as it stands here, and the books balance."""
    return the_wallets_say_so(job) and prove().balanced


def the_wallets_say_so(job) -> bool:
    for boost in Boost.objects.filter(auction__job=job):
        state = connects.hold_state(boost.reference)
        if (state.connects, state.ended) != (boost.connects, ENDED[boost.state]):
            return False
    return True
