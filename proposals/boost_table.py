"""The table of current bids, as somebody sees it before they bid; and what a bid would leave them with (PRODUCT 6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Agency, User
from common import clock
from connects import services as connects
from jobs.models import Job
from proposals import boosts
from proposals.boost_rules import Figures, least
from proposals.models import Boost, BoostAuction

# Whose plan shows more than the places: since when each is held, and what became of the other bids.
_SEES_ALL = "plus"
_PAST_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One place. Empty ones have no bid; `sure` is a bid that is spent and keeps its place."""

    rank: int
    connects: int | None = None
    mine: bool = False
    sure: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`open`: bids are taken. `least`: what would take a place now for this person; None when nothing would.

    `whole`: the person sees since when bids stand, and the `past` ones.
    """

    figures: Figures
    closes_at: datetime
    open: bool
    rows: Sequence[Row]
    least: int | None
    whole: bool = False
    past: Sequence[Boost] = field(default_factory=tuple)

    @property
    def taken(self) -> int:
        return sum(row.connects is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a bid means for the wallet that would pay: `cost` is what else is paid before it, `lapsing` how many of its
    Connects lapse before the auction closes; those are spent first."""

    table: Table
    balance: int
    cost: int
    lapsing: int
    typed: int | None = None
    agency: Agency | None = None

    @property
    def spare(self) -> int:
        return max(0, self.balance - self.cost)

    @property
    def bid(self) -> int | None:
        return self.typed or self.table.least

    @property
    def after(self) -> int | None:
        """The balance after what was typed, or after the least bid that takes a place; None when that is too much."""
        return self.spare - self.bid if self.bid is not None and self.bid <= self.spare else None

    @property
    def at_risk(self) -> int:
        """How many Connects of the bid would lapse before the close."""
        return max(0, min(self.lapsing - self.cost, self.bid or 0))


def of(job: Job, person: User | None) -> Table:
    """The table of a job's auction, whether or not anybody has bid."""
    auction = BoostAuction.objects.filter(job=job).first() or boosts.new_auction(job)
    figures, placed = boosts.figures_of(auction), list(boosts.placed_in(auction))
    newcomer = person is not None and boosts.is_newcomer(person)
    bids = boosts.bids_of(auction)
    open_ = auction.closed_at is None and auction.closes_at > clock.now() and job.is_open and not job.hires_count
    whole = person is not None and sees_all(person)
    rows = [_row(rank, each, person) for rank, each in enumerate(placed, 1)]
    rows += [Row(rank) for rank in range(len(rows) + 1, figures.places + 1)]
    return Table(
        figures=figures,
        closes_at=auction.closed_at or auction.closes_at,
        open=open_,
        rows=rows,
        least=least(bids, figures, newcomer=newcomer) if open_ else None,
        whole=whole,
        past=_past(auction) if whole else (),
    )


def offer(job: Job, person: User, *, agency: Agency | None = None, cost: int = 0, typed: object = "") -> Offer:
    """The table with what a bid from that wallet would leave. `typed` is what somebody wrote into the field."""
    wallet = connects.open_wallet(agency=agency) if agency else connects.wallet_of(person)
    table = of(job, person)
    return Offer(
        table=table,
        balance=connects.spendable(wallet.pk),
        cost=cost,
        lapsing=connects.lapsing_by(wallet.pk, table.closes_at),
        typed=_number(typed, table.figures.cap),
        agency=agency,
    )


def sees_all(person: User) -> bool:
    if not person.is_freelancer:
        return False
    return connects.plan_of(connects.wallet_of(person).pk).code == _SEES_ALL


def _row(rank: int, boost: Boost, person: User | None) -> Row:
    mine = person is not None and boost.proposal.author_id == person.pk
    sure = boost.state != Boost.State.HELD
    return Row(rank, boost.connects, mine, sure, boost.raised_at or boost.placed_at)


def _past(auction: BoostAuction) -> list[Boost]:
    if auction.pk is None:
        return []
    return list(Boost.objects.filter(auction=auction, placed=False).order_by("-ended_at", "-id")[:_PAST_AT_MOST])


def _number(typed: object, cap: int) -> int | None:
    text = str(typed or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        return None
    return int(text) if 1 <= int(text) <= cap else None
