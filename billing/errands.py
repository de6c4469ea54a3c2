"""What a buyer was about to do when Connects ran short, and what they usually spend. A higher room registers both.

The errand names its price and the way back, so that the shop can suggest the smallest package that is enough.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Errand:
    """A proposal waiting to be sent: its job's number and title, what it costs, where its draft is."""

    job_id: int
    title: str
    cost: int
    url: str


# Takes a person and a job's number; None when there is nothing this person could do there.
Finder = Callable[[User, int], Errand | None]
_finders: list[Finder] = []


@dataclass(frozen=True, slots=True)
class Usual:
    """What a proposal costs this person: `own` when reckoned from their own, else what most jobs cost."""

    cost: int
    own: bool


Reckoner = Callable[[User], Usual | None]
_reckoners: list[Reckoner] = []


def register(finder: Finder) -> None:
    _finders.append(finder)


def find(person: User, job_id: int | None) -> Errand | None:
    if job_id is None:
        return None
    for finder in _finders:
        if errand := finder(person, job_id):
            return errand
    return None


def register_usual(reckoner: Reckoner) -> None:
    _reckoners.append(reckoner)


def usual(person: User) -> Usual | None:
    return next((found for reckoner in _reckoners if (found := reckoner(person))), None)
