"""The boost auction: bids for the places on top of the client's list (PRODUCT 6).

Everything here happens under the job's lock, which the caller holds; then come the wallets, by ascending id. At most
as many bids are held at a time as there are places, so no step, not even a close, grows with the job's proposals.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from common import clock
from common.numbers import figure
from connects import services as connects
from jobs.models import Job
from proposals import boost_telling, rules
from proposals.boost_rules import Bid, Figures, in_place, least
from proposals.errors import BoostRefused
from proposals.models import Boost, BoostAuction, BoostPolicy, Proposal, State
from talent.models import FreelancerProfile

Why, Ending = Boost.Why, BoostAuction.Ending

# What the wallet's history says of each: kept in English, said in the language of whoever reads it.
REASONS = {
    Why.SEEN: gettext_noop("The client looked at the proposal while it was boosted."),
    Why.WON: gettext_noop("The auction closed with the proposal in a place."),
    Why.WITHDRAWN: gettext_noop("The proposal was withdrawn while it was boosted."),
    Why.OUTBID: gettext_noop("Outbid before the client looked: the whole bid came back."),
    Why.VOID: gettext_noop("The job was cancelled or removed, so the auction is void."),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A bid that would take a place: of how many, in which auction, and whose bid it pushes out."""

    auction: BoostAuction
    connects: int
    newcomer: bool
    outbid: Boost | None = None

    def wallets(self, own: int) -> list[int]:
        return [own, self.outbid.wallet_id] if self.outbid else [own]


def plan(job: Job, *, author: User, amount: int) -> Plan:
    """What a bid of this amount would do. Raises BoostRefused, in words for the person; nothing is booked."""
    auction = running(job)
    figures, held = figures_of(auction), list(placed_in(auction))
    if not 1 <= amount <= figures.cap:
        raise BoostRefused(_("Bid between 1 and {most} Connects.").format(most=figure(figures.cap)))
    newcomer = is_newcomer(author)
    bids = [_as_bid(each) for each in held]
    winners = in_place([*bids, Bid(0, amount, auction.turns + 1, newcomer)], figures)
    if 0 not in winners:
        raise BoostRefused(_too_low(least(bids, figures, newcomer=newcomer)))
    outbid = next((each for each in held if each.pk not in winners), None)
    return Plan(auction, amount, newcomer, outbid)


def place(plan: Plan, proposal: Proposal, *, by: User, limit: int | None = None) -> Boost:
    """Hold the bid that was planned, and give back whole the one it pushes out. Raises what `place_hold` raises.

    The plan's wallets are locked by ascending id before either is touched.
    """
    connects.hold_wallets(plan.wallets(proposal.wallet_id))
    if plan.outbid is not None:
        _return(plan.outbid, Why.OUTBID, at=clock.now())
    last = Boost.objects.filter(proposal=proposal).aggregate(last=Max("number"))["last"] or 0
    boost = Boost.objects.create(
        auction=_begun(plan.auction),
        proposal=proposal,
        number=last + 1,
        wallet_id=proposal.wallet_id,
        connects=plan.connects,
        newcomer=plan.newcomer,
        turn=_turn(plan.auction),
        placed_at=clock.now(),
    )
    said = {"reference": boost.reference, "cause": boost.reference, "reason": proposal.job.title}
    booking = connects.place_hold(proposal.wallet_id, plan.connects, actor=by, limit=limit, **said)
    connects.tell_if_low(booking)
    if plan.outbid is not None:
        boost_telling.outbid(plan.outbid)
    return boost


def raise_to(boost: Boost, amount: int, *, job: Job, by: User, limit: int | None = None) -> None:
    """Raise a held bid: only the difference is held more. Raises BoostRefused, and what `raise_hold` raises."""
    auction = running(job)
    if boost.state != Boost.State.HELD:
        raise BoostRefused(_("This bid is spent already and keeps its place: there is nothing to raise."))
    if not boost.connects < amount <= auction.cap:
        between = _("A bid can be raised, not lowered: choose between {least} and {most}.")
        raise BoostRefused(between.format(least=figure(boost.connects + 1), most=figure(auction.cap)))
    booking = connects.raise_hold(boost.reference, to=amount, actor=by, limit=limit, reason=job.title)
    connects.tell_if_low(booking)
    boost.connects, boost.turn, boost.raised_at = amount, _turn(auction), clock.now()
    boost.save(update_fields=["connects", "turn", "raised_at"])


def follow(proposal: Proposal, to: State, *, job: Job) -> None:
    """What a proposal's step means for its auction. `proposals.services.moving.move` calls it, for every step."""
    if to == State.HIRED:
        close(job, Ending.HIRE, at=clock.now())
    elif boost := _held_of(proposal, job):
        _spend(boost, Why.WITHDRAWN if to == State.WITHDRAWN else Why.SEEN, at=clock.now())
    if to == State.WITHDRAWN:
        # Spent earlier or now: it frees the place while others may still bid for it.
        running = Boost.objects.filter(proposal=proposal, placed=True, auction__closed_at=None)
        running.update(placed=False)


def seen(proposal: Proposal, *, job: Job) -> None:
    """The client opens it: in a place, its bid is spent now."""
    if boost := _held_of(proposal, job):
        _spend(boost, Why.SEEN, at=clock.now())


def close(job: Job, ending: BoostAuction.Ending, *, at: datetime) -> bool:
    """The bids in the places are spent. False when there was nothing to close (any more)."""
    auction = _open_auction(job)
    if auction is None or not _end(auction, ending, at):
        return False
    placed = list(placed_in(auction))
    for boost in _by_wallet(each for each in placed if each.state == Boost.State.HELD):
        _spend(boost, Why.WON, at=at)
    boost_telling.won(each for each in placed if each.proposal.state != State.DECLINED)
    return True


def void(job: Job, *, at: datetime) -> None:
    """The job was cancelled before any hire, or removed: what is still held comes back at once.

    As many as there are places at most, however many have bid.
    """
    auction = _open_auction(job)
    if auction is None or _closed_if_due(auction, at) or not _end(auction, Ending.VOID, at):
        return
    held = _by_wallet(each for each in placed_in(auction) if each.state == Boost.State.HELD)
    for boost in held:
        _return(boost, Why.VOID, at=at)
    boost_telling.void(held)


def running(job: Job) -> BoostAuction:
    """The job's auction while it takes bids, new and unsaved before the first one. Raises BoostRefused."""
    auction = BoostAuction.objects.filter(job=job).first() or new_auction(job)
    if auction.closed_at or is_over(auction) or job.hires_count:
        raise BoostRefused(_("The auction for this job has closed, so no bids are taken any more."))
    auction.job = job
    return auction


def new_auction(job: Job) -> BoostAuction:
    """What the first bid would begin: by the policy as it stands."""
    policy = BoostPolicy.objects.get(pk=1)
    published = job.published_at or clock.now()
    return BoostAuction(
        job=job,
        places=policy.places,
        cap=policy.cap,
        newcomers_place=policy.newcomers_place,
        closes_at=published + timedelta(days=policy.closes_days),
    )


def figures_of(auction: BoostAuction) -> Figures:
    return Figures(auction.places, auction.cap, auction.newcomers_place)


def placed_in(auction: BoostAuction) -> QuerySet[Boost]:
    """The bids that have a place, the highest first."""
    found = Boost.objects.filter(auction=auction.pk, placed=True) if auction.pk else Boost.objects.none()
    return found.select_related("proposal__job", "proposal__author", "proposal__agency").order_by("-connects", "turn")


def bids_of(auction: BoostAuction) -> list[Bid]:
    return [_as_bid(each) for each in placed_in(auction)]


def why(boost: Boost) -> str:
    """Why a bid that is over was spent or came back."""
    return _(REASONS[Why(boost.why)])


def is_newcomer(author: User) -> bool:
    """Somebody who was never hired here."""
    return not FreelancerProfile.objects.filter(person=author, hires_count__gt=0).exists()


def is_over(auction: BoostAuction) -> bool:
    """Whether its days are over, swept or not."""
    return auction.closes_at <= clock.now()


def may_bid(proposal: Proposal) -> bool:
    """Whether the client may still decide on it."""
    return proposal.state in rules.UNDECIDED


def _too_low(lowest: int | None) -> str:
    if lowest is None:
        return _("Every place is taken by a bid that cannot be outbid any more.")
    return _("That would not take a place now: bid {least} or more.").format(least=figure(lowest))


def _as_bid(boost: Boost) -> Bid:
    fixed = boost.state != Boost.State.HELD
    return Bid(boost.pk, boost.connects, boost.turn, boost.newcomer, fixed)


def _begun(auction: BoostAuction) -> BoostAuction:
    if auction.pk is None:
        auction.save()
    return auction


def _turn(auction: BoostAuction) -> int:
    auction.turns += 1
    auction.save(update_fields=["turns"])
    return auction.turns


def _open_auction(job: Job) -> BoostAuction | None:
    return BoostAuction.objects.filter(job=job, closed_at=None).first()


def _held_of(proposal: Proposal, job: Job) -> Boost | None:
    """The proposal's held bid, in an auction that goes on. One whose days are over is closed first, whoever comes."""
    auction = _open_auction(job)
    if auction is None or _closed_if_due(auction, clock.now()):
        return None
    return Boost.objects.filter(auction=auction, proposal=proposal, state=Boost.State.HELD).first()


def _closed_if_due(auction: BoostAuction, at: datetime) -> bool:
    return auction.closes_at <= at and close(auction.job, Ending.TIME, at=at)


def _end(auction: BoostAuction, ending: BoostAuction.Ending, at: datetime) -> bool:
    still_open = BoostAuction.objects.filter(pk=auction.pk, closed_at=None)
    return bool(still_open.update(closed_at=at, ending=ending))


def _by_wallet(boosts: Iterable[Boost]) -> list[Boost]:
    """In the order in which wallets are locked everywhere."""
    return sorted(boosts, key=lambda boost: (boost.wallet_id, boost.pk))


def _spend(boost: Boost, why: Boost.Why, *, at: datetime) -> None:
    connects.capture_hold(boost.reference, reason=REASONS[why])
    _settle(boost, Boost.State.SPENT, why, at, placed=why != Why.WITHDRAWN)


def _return(boost: Boost, why: Boost.Why, *, at: datetime) -> None:
    connects.return_hold(boost.reference, reason=REASONS[why])
    _settle(boost, Boost.State.RETURNED, why, at, placed=False)


def _settle(boost: Boost, state: Boost.State, why: Boost.Why, at: datetime, *, placed: bool) -> None:
    boost.state, boost.why, boost.ended_at, boost.placed = state, why, at, placed
    boost.save(update_fields=["state", "why", "ended_at", "placed"])
