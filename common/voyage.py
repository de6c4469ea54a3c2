"""A journey of the demo clock as its page shows it: kept in the session, because a long one takes several answers.

What was announced before it is kept with it; what happened is read from what was written on the way, by whichever
process did it.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from common import clock, outlook, sweeps
from common.outlook import Line, Missed
from common.time_travel import Journey

_KEY = "demo_clock_voyage"
_INSTANTS = ("start", "target", "at", "seen")


@dataclass
class Voyage:
    """From where to where, how far it has come, and what was done on the way."""

    start: datetime
    target: datetime
    at: datetime
    # The site's time at the latest answer: a worker may have done something moments after the instant it was due.
    seen: datetime
    arrived: bool = False
    stops: int = 0
    done: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    kept: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def begin(cls, start: datetime, target: datetime) -> Self:
        announced = outlook.coming(sweeps.outlooks(), start, target)
        return cls(start, target, start, start, kept=[line.kept() for line in announced])

    @classmethod
    def load(cls, session: Any) -> "Voyage | None":
        kept = session.get(_KEY)
        if not kept or not set(_INSTANTS) <= set(kept):
            return None
        return cls(**{**kept, **{name: datetime.fromisoformat(kept[name]) for name in _INSTANTS}})

    def save(self, session: Any) -> None:
        session[_KEY] = {**asdict(self), **{name: getattr(self, name).isoformat() for name in _INSTANTS}}

    def add(self, journey: Journey) -> None:
        """Take in what one more stretch of the way brought."""
        self.at, self.arrived = max(self.at, journey.at), journey.arrived
        self.seen = max(self.at, clock.now())
        self.stops += journey.stops
        for name, rows in journey.done.items():
            self.done[name] = self.done.get(name, 0) + rows
        self.failed |= journey.failed

    @property
    def percent(self) -> int:
        whole = (self.target - self.start).total_seconds()
        return 100 if self.arrived or whole <= 0 else int(100 * (self.at - self.start).total_seconds() / whole)

    @cached_property
    def announced(self) -> list[Line]:
        return [Line.from_kept(kept) for kept in self.kept]

    @cached_property
    def happened(self) -> list[Line]:
        return outlook.happened(sweeps.outlooks(), self.start, self.seen)

    @property
    def unannounced(self) -> set[str]:
        """Kinds of which nothing was foreseen: what happened on the way brought them."""
        return {line.kind for line in self.happened} - {line.kind for line in self.announced}

    @property
    def missed(self) -> list[Missed]:
        """What was announced and did not happen; nothing while it may still come."""
        return outlook.missed(sweeps.outlooks(), self.announced, self.happened) if self.arrived else []

    @property
    def results(self) -> list[tuple[str, int]]:
        """Title and rows done of every kind of work that had some."""
        return [(_title(name), rows) for name, rows in self.done.items() if rows]

    @property
    def failures(self) -> list[tuple[str, str]]:
        return [(_title(name), error) for name, error in self.failed.items()]


def _title(name: str) -> str:
    titles = {sweep.name: str(sweep.title or sweep.name) for sweep in sweeps.known()}
    return titles.get(name, name)
