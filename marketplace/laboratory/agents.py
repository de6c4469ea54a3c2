"""How the people of a simulated market choose: pure rules, with chance as an argument.

A seeker weighs fit, rivals, cost and balance. The figures are the laboratory's assumptions, not the site's rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Seeker:
    """One freelancer's nature: how good (0 to 1), and how likely to buy when Connects run short."""

    craft: float
    pays: float


@dataclass(frozen=True, slots=True)
class Opening:
    """A job as a seeker sees it: what a proposal costs, whether it is their trade, how many have written."""

    cost: int
    fits: bool
    rivals: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal as its client sees it."""

    craft: float
    fits: bool
    boosted: bool


def seeker(chance: Random) -> Seeker:
    return Seeker(craft=chance.betavariate(2.5, 2), pays=chance.choice((0.0, 0.0, 0.15, 0.35, 0.7)))


def odds(who: Seeker, job: Opening) -> float:
    """What the seeker believes of their chance: good people in their trade hope most, a crowd dampens it."""
    return who.craft * (1.0 if job.fits else 0.3) * 5 / (5 + job.rivals)


def applies(who: Seeker, job: Opening, *, balance: int, chance: Random) -> bool:
    """The dearer, in Connects and as a share of what is left, the more it must promise."""
    share = job.cost / max(balance, job.cost)
    return chance.random() < 0.15 + 1.6 * odds(who, job) - job.cost / 30 - 0.3 * share


def boosts(who: Seeker, job: Opening, *, balance: int, chance: Random) -> int:
    """How many Connects to bid for a place on top: only of plenty, and rarely."""
    plenty = balance - job.cost >= 30
    return chance.randint(1, 8) if plenty and who.craft > 0.5 and chance.random() < 0.12 else 0


def buys(who: Seeker, *, chance: Random) -> bool:
    return chance.random() < who.pays


def chosen(candidates: Sequence[Candidate], *, chance: Random) -> int:
    """The place of whom the client hires: craft and trade first, a boost helps to be seen, taste decides the rest."""
    tastes = [each.craft + 0.4 * each.fits + 0.1 * each.boosted + chance.gauss(0, 0.15) for each in candidates]
    return tastes.index(max(tastes))
