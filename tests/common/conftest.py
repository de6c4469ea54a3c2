"""A small world of due work, so that what is tested is the clock and not a room's sweep."""

from collections.abc import Callable
from datetime import datetime

import pytest

from common import sweeps


class Diary:
    """A sweep over instants in a list; it remembers when each was done."""

    def __init__(self, name: str, due: list[datetime]) -> None:
        self.name, self.due = name, sorted(due)
        self.done: list[tuple[datetime, datetime]] = []

    def run(self, at: datetime) -> int:
        ripe = [instant for instant in self.due if instant <= at]
        self.due = [instant for instant in self.due if instant > at]
        self.done += [(instant, at) for instant in ripe]
        return len(ripe)

    def next_due(self) -> datetime | None:
        return self.due[0] if self.due else None


@pytest.fixture
def no_sweeps(monkeypatch) -> None:
    monkeypatch.setattr(sweeps, "_sweeps", {})


@pytest.fixture
def diary(no_sweeps) -> Callable[..., Diary]:
    def make(name: str, *due: datetime, real_time: bool = False) -> Diary:
        made = Diary(name, list(due))
        sweeps.register(sweeps.Sweep(name, made.run, made.next_due, title=name.title(), real_time=real_time))
        return made

    return make
