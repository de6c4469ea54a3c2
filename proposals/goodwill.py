"""What an operator gives back although no row of the matrix does, or before anybody has an answer (PRODUCT 8).

Once, and never beside a refund that has been announced: that one comes by itself. Lock order: the proposal or the
boost, then its wallet, as the sweep that settles takes them; whichever comes first, the other finds it done.
"""

from django.db import transaction

from accounts.models import User
from common import clock
from connects import services as connects
from proposals import boost_refunds, pending
from proposals.errors import NothingToRefund, RefundedAlready, RefundUnderWay
from proposals.models import Boost, Proposal
from proposals.vocabulary import BY_SUPPORT


@transaction.atomic
def refund_proposal(pk: int, *, cause: str, why: str, by: User) -> None:
    """Give back what a proposal cost. Raises NothingToRefund, RefundedAlready, RefundUnderWay."""
    proposal = _hold_proposal(pk)
    if not proposal.paid:
        raise NothingToRefund
    if proposal.refunded_at:
        raise RefundedAlready
    if pending.of_proposals([pk]):
        raise RefundUnderWay
    given = connects.refund(proposal.reference, reference=f"support:{cause}", cause=cause, reason=why, actor=by)
    if given.again:
        raise RefundedAlready
    Proposal.objects.filter(pk=pk).update(refunded_at=clock.now(), refunded_for=BY_SUPPORT)


@transaction.atomic
def refund_boost(pk: int, *, cause: str, why: str, by: User) -> None:
    """Give back what a spent boost cost, with all its raises. Raises as `refund_proposal`."""
    boost = _hold_boost(pk)
    if boost.state != Boost.State.SPENT:
        raise NothingToRefund
    if boost.refunded_at:
        raise RefundedAlready
    if boost_refunds.pending_of([boost]):
        raise RefundUnderWay
    if any(each.again for each in connects.refund_hold(boost.reference, cause=cause, reason=why, actor=by)):
        raise RefundedAlready
    Boost.objects.filter(pk=pk).update(refunded_at=clock.now(), refunded_by_support=True)


def _hold_proposal(pk: int) -> Proposal:
    return Proposal.objects.select_for_update(no_key=True).get(pk=pk)


def _hold_boost(pk: int) -> Boost:
    return Boost.objects.select_for_update(no_key=True).get(pk=pk)
