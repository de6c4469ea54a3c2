"""Who has a place in a boost auction, as pure functions (PRODUCT 6). No database, clock or settings."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bid:
    """One bid. `fixed`: the client has looked at it, so it is charged and keeps its place."""

    id: int
    connects: int
    turn: int
    newcomer: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """`newcomers_place`: one of the places is kept for newcomers, who may have any of the others too."""

    places: int
    cap: int
    newcomers_place: bool = False

    @property
    def open_to_all(self) -> int:
        return self.places - 1 if self.newcomers_place else self.places


def ranked(bids: Iterable[Bid]) -> list[Bid]:
    """The highest first; of equal bids the earlier one."""
    return sorted(bids, key=lambda bid: (-bid.connects, bid.turn))


def in_place(bids: Collection[Bid], figures: Figures) -> set[int]:
    """Whose bids have the places: those that keep theirs, then the highest, as far as places go."""
    found: list[Bid] = []
    for bid in [*(bid for bid in bids if bid.fixed), *ranked(bid for bid in bids if not bid.fixed)]:
        others = sum(not each.newcomer for each in found)
        if bid.fixed or (len(found) < figures.places and (bid.newcomer or others < figures.open_to_all)):
            found.append(bid)
    return {bid.id for bid in found}


def least(bids: Collection[Bid], figures: Figures, *, newcomer: bool) -> int | None:
    """The lowest bid that would take a place now. None when none within the cap would."""
    last = max((bid.turn for bid in bids), default=0) + 1
    for connects in sorted({1, *(bid.connects + 1 for bid in bids)}):
        trial = Bid(0, connects, last, newcomer)
        if connects <= figures.cap and 0 in in_place([*bids, trial], figures):
            return connects
    return None
