"""How the people of a simulated market choose: pure rules, with chance as an argument.

A seeker weighs fit, rivals, cost and balance. The figures are the laboratory's assumptions, not the site's rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

# How many jobs a freelancer looks at a week, on average; and how many of these are in their own trade.
LOOKS_A_WEEK = 0.7
_OWN_TRADE = 0.7


@dataclass(frozen=True, slots=True)
class Seeker:
    """One freelancer's nature: how good (0 to 1), how likely to buy when short, how many jobs they look at a week."""

    craft: float
    pays: float
    looks: float


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
    """Most look now and then, some every day."""
    return Seeker(
        craft=chance.betavariate(2.5, 2),
        pays=chance.choice((0.0, 0.0, 0.15, 0.35, 0.7)),
        looks=min(5.0, chance.expovariate(1 / LOOKS_A_WEEK)),
    )


def sees(who: Seeker, *, fits: bool, a_week: float, chance: Random) -> bool:
    """Whether somebody looks at a job at all, of `a_week` such jobs: in their own trade, or elsewhere."""
    share = _OWN_TRADE if fits else 1 - _OWN_TRADE
    return chance.random() < share * who.looks / a_week


def odds(who: Seeker, job: Opening) -> float:
    """What the seeker believes of their chance: good people in their trade hope most, a crowd dampens it."""
    return who.craft * (1.0 if job.fits else 0.3) * 5 / (5 + job.rivals)


def worth(who: Seeker, job: Opening) -> float:
    """How likely they are to write (below 0: not at all): the dearer, the more it must promise."""
    return 0.15 + 1.6 * odds(who, job) - job.cost / 30


def qualms(job: Opening, *, balance: int) -> float:
    """What is taken off that likelihood for the share of what is left that it would cost."""
    return 0.3 * job.cost / max(balance, job.cost)


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
