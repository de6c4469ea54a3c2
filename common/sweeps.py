"""Work by the clock. A sweep looks for due rows and does them; it may run twice, be killed anywhere, and catches up.

Each room registers its sweeps in `ready()`. Beat only wakes them; the demo clock steps through their due instants.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sweep:
    """One kind of due work.

    `run(at)` does everything due at that instant and returns how many rows it did; `next_due()` tells the earliest
    instant at which something is or will be due, None when nothing is waiting. `every` is in seconds of real time.
    """

    name: str
    run: Callable[[datetime], int]
    next_due: Callable[[], datetime | None]
    every: int = 60
    title: str = ""


_sweeps: dict[str, Sweep] = {}


def register(sweep: Sweep) -> None:
    """Make a sweep known to beat, the schedule page and the demo clock. Order of registration is order of running."""
    _sweeps[sweep.name] = sweep


def known() -> tuple[Sweep, ...]:
    return tuple(_sweeps.values())


def named(name: str) -> Sweep:
    """The sweep of that name. Raises KeyError."""
    return _sweeps[name]
