"""Work by the clock. A sweep looks for due rows and does them; it may run twice, be killed anywhere, and catches up.

Each room registers its sweeps in `ready()`. Beat only wakes them; the demo clock steps through their due instants.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import F

from common import clock
from common.models import SweepRun
from common.outlook import Outlook
from common.reading import Words

# What is due every minute and waits for so long is stuck.
LATE = timedelta(minutes=15)
Row = TypeVar("Row")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sweep:
    """One kind of due work.

    `run(at)` does everything due at that instant and returns how many rows it did; `next_due()` tells the earliest
    instant at which something is or will be due, None when nothing is waiting. `every` is in seconds of real time.
    A sweep of `real_time` work (mail) follows the world's clock and is no stop of the demo clock. `outlooks` say in
    people's words what it will do and has done.
    """

    name: str
    run: Callable[[datetime], int]
    next_due: Callable[[], datetime | None]
    every: int = 60
    title: Words = ""
    real_time: bool = False
    outlooks: tuple[Outlook, ...] = ()


_sweeps: dict[str, Sweep] = {}


def register(sweep: Sweep) -> None:
    """Make a sweep known to beat, the schedule page and the demo clock. Order of registration is order of running."""
    _sweeps[sweep.name] = sweep


def known() -> tuple[Sweep, ...]:
    return tuple(_sweeps.values())


def named(name: str) -> Sweep:
    """The sweep of that name. Raises KeyError."""
    return _sweeps[name]


def outlooks() -> Iterator[Outlook]:
    """Every kind of thing that comes by the clock, in the order of running."""
    return (outlook for sweep in known() for outlook in sweep.outlooks)


def run(sweep: Sweep, at: datetime) -> int:
    """Run the sweep and keep how it went, for operators. Returns the rows done; raises whatever the sweep raised."""
    SweepRun.objects.update_or_create(name=sweep.name, defaults={"started_at": clock.real_now(), "finished_at": None})
    try:
        rows = sweep.run(at)
    except Exception as failed:
        _finish(sweep, failures=F("failures") + 1, error=f"{type(failed).__name__}: {failed}"[:2000])
        raise
    _finish(sweep, rows=rows, failures=0, error="")
    return rows


def each_alone(due: Iterable[Row], act: Callable[[Row], int]) -> int:
    """Do every due row, each in a transaction of its own. Returns the sum of what `act` answered.

    One that fails keeps none behind it waiting: it is logged, and raised at the end, so that operators see it.
    """
    done, first = 0, None
    for row in due:
        try:
            done += act(row)
        except Exception as failed:
            log.exception("Due work failed for %s; it is tried again", row)
            first = first or failed
    if first is not None:
        raise first
    return done


def _finish(sweep: Sweep, **outcome: object) -> None:
    SweepRun.objects.filter(name=sweep.name).update(finished_at=clock.real_now(), **outcome)
