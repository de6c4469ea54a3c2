"""A journey of the demo clock as its page shows it: kept in the session, because a long one takes several answers."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from common import sweeps
from common.time_travel import Journey

_KEY = "demo_clock_voyage"


@dataclass(slots=True)
class Voyage:
    """From where to where, how far it has come, and what was done on the way."""

    start: datetime
    target: datetime
    at: datetime
    arrived: bool = False
    stops: int = 0
    done: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def begin(cls, start: datetime, target: datetime) -> "Voyage":
        return cls(start, target, start)

    @classmethod
    def load(cls, session: Any) -> "Voyage | None":
        kept = session.get(_KEY)
        if not kept:
            return None
        instants = {name: datetime.fromisoformat(kept[name]) for name in ("start", "target", "at")}
        return cls(**{**kept, **instants})

    def save(self, session: Any) -> None:
        instants = {name: getattr(self, name).isoformat() for name in ("start", "target", "at")}
        session[_KEY] = {**asdict(self), **instants}

    def add(self, journey: Journey) -> None:
        """Take in what one more stretch of the way brought."""
        self.at, self.arrived = max(self.at, journey.at), journey.arrived
        self.stops += journey.stops
        for name, rows in journey.done.items():
            self.done[name] = self.done.get(name, 0) + rows
        self.failed |= journey.failed

    @property
    def percent(self) -> int:
        whole = (self.target - self.start).total_seconds()
        return 100 if self.arrived or whole <= 0 else int(100 * (self.at - self.start).total_seconds() / whole)

    @property
    def results(self) -> list[tuple[str, int]]:
        """Title and rows done of every kind of work that had some."""
        titles = {sweep.name: sweep.title or sweep.name for sweep in sweeps.known()}
        return [(titles.get(name, name), rows) for name, rows in self.done.items() if rows]

    @property
    def failures(self) -> list[tuple[str, str]]:
        titles = {sweep.name: sweep.title or sweep.name for sweep in sweeps.known()}
        return [(titles.get(name, name), error) for name, error in self.failed.items()]
