"""Which change of plan comes when. Pure: no tables, no clock (PRODUCT 5)."""

from dataclasses import dataclass
from enum import Enum

_LENGTH = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan's place in the order of plans, and how long a paid period of it is."""

    rank: int
    interval: str


class Coming(Enum):
    """When a change takes effect."""

    NOT = "not"
    NOW = "now"
    PERIOD_END = "period_end"


def comes(present: Standing, wanted: Standing) -> Coming:
    """More comes now, less with the next period: what is paid for is had to its end.

    More is a higher plan, or the same plan for longer; a shorter or a lower one is less, whatever else it is.
    """
    if wanted == present:
        return Coming.NOT
    lower, shorter = wanted.rank < present.rank, _LENGTH[wanted.interval] < _LENGTH[present.interval]
    return Coming.PERIOD_END if lower or shorter else Coming.NOW
