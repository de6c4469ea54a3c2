"""The demo clock's journeys: forward through every due instant in order, doing at each what is due there.

So a day's journey does what a day would have done, in the same order, and everything can be seen afterwards.
"""

import calendar
import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import datetime

from common import clock, sweeps
from common.sweeps import Sweep

log = logging.getLogger(__name__)
# A sweep that still has due rows after so many runs at one instant is taken to be turning in a circle.
_MOST_RUNS_AT_ONE_STOP = 1000


@dataclass(slots=True)
class Journey:
    """What happened on the way: rows done and failures by the sweep's name."""

    at: datetime
    arrived: bool = False
    stops: int = 0
    done: Counter[str] = field(default_factory=Counter)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stop:
    """The next instant at which something is due, and the sweeps that are."""

    at: datetime
    due: tuple[Sweep, ...]


def travel(target: datetime, *, patience: float = math.inf, tell: Callable[[Stop], None] | None = None) -> Journey:
    """Go to `target` on the site's clock; after `patience` seconds stop on the way, to be continued by calling again.

    A sweep that fails, or that has due rows but does none of them, is named in `failed` and passed over from there on.
    Raises ClockRefuses.
    """
    if not clock.can_move():
        raise clock.ClockRefuses("The clock moves only in demo mode and without real Stripe keys.")
    journey, deadline = Journey(at=clock.now()), time.monotonic() + patience
    while stop := next_stop(passing=journey.failed):
        if stop.at > target:
            break
        if time.monotonic() > deadline:
            return journey
        _arrive(journey, stop.at)
        for sweep in stop.due:
            _work(journey, sweep)
        journey.stops += 1
        if tell:
            tell(stop)
    _arrive(journey, target)
    journey.arrived = True
    return journey


def next_stop(passing: Container[str] = ()) -> Stop | None:
    """The earliest due instant, perhaps already past. None when nothing waits. `passing` names sweeps left out."""
    waiting = [(at, sweep) for at, sweep in agenda() if at and sweep.name not in passing]
    if not waiting:
        return None
    earliest = min(at for at, _ in waiting)
    now = clock.now()
    return Stop(earliest, tuple(sweep for at, sweep in waiting if at <= max(earliest, now)))


def agenda() -> list[tuple[datetime | None, Sweep]]:
    """Every sweep that goes by the site's clock, with the instant of its next work."""
    return [(sweep.next_due(), sweep) for sweep in sweeps.known() if not sweep.real_time]


def a_month_after(instant: datetime) -> datetime:
    """The same day and time a calendar month later; the month's last day when it has no such day."""
    year, month = divmod(instant.year * 12 + instant.month, 12)
    day = min(instant.day, calendar.monthrange(year, month + 1)[1])
    return instant.replace(year=year, month=month + 1, day=day)


def _arrive(journey: Journey, instant: datetime) -> None:
    if instant > clock.now():
        clock.move_to(instant)
    journey.at = max(instant, journey.at)


def _work(journey: Journey, sweep: Sweep) -> None:
    at = journey.at
    # Held, so that what is booked here bears this instant and not the seconds that booking it took.
    with clock.at(at):
        for _ in range(_MOST_RUNS_AT_ONE_STOP):
            try:
                rows = sweeps.run(sweep, at)
                due = sweep.next_due()
            except Exception as error:
                # One broken kind of work must not keep the demo from moving on; it is shown with the journey.
                log.exception("%s failed at %s", sweep.name, at)
                journey.failed[sweep.name] = f"{type(error).__name__}: {error}"
                return
            journey.done[sweep.name] += rows
            if due is None or due > at:
                return
            if not rows:
                break
    journey.failed[sweep.name] = "has due work that it does not do"
