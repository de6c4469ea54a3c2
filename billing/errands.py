"""What a buyer was about to do when Connects ran short. A higher room registers how to look it up.

It names the errand, its price and the way back, so that the shop can suggest the smallest package that is enough.
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


def register(finder: Finder) -> None:
    _finders.append(finder)


def find(person: User, job_id: int | None) -> Errand | None:
    if job_id is None:
        return None
    for finder in _finders:
        if errand := finder(person, job_id):
            return errand
    return None
