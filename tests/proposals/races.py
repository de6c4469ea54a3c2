"""Doing things at the same instant from several connections, again and again; and taking out a lock to see it fail."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

Call = Callable[[], Any]
# How long a reader holds its reading before it goes on, in seconds: long enough for another to come between. A control
# ends at its first failure, so it can afford to wait for those whom a busy machine holds up.
WINDOW, WINDOW_OF_CONTROLS = 0.02, 0.25


class Crew:
    """So many threads, each with a connection of its own, kept for many repeats."""

    def __init__(self, size: int) -> None:
        self._calls: list[Call | None] = [None] * size
        self._results: list[Any] = [None] * size
        self._start, self._end = threading.Barrier(size + 1), threading.Barrier(size + 1)
        self._threads = [threading.Thread(target=self._work, args=(place,), daemon=True) for place in range(size)]
        for thread in self._threads:
            thread.start()

    def at_once(self, calls: Sequence[Call]) -> list[Any]:
        """Call all of them at one instant. What each returned, or the exception it raised, in their order.

        A test that calls wrongly fails here: it must not pass for a refusal, or for a control that works.
        """
        self._calls[:] = calls
        self._start.wait(60)
        self._end.wait(60)
        for result in self._results:
            if isinstance(result, (TypeError, NameError, AttributeError)):
                raise result
        return list(self._results)

    def dismiss(self) -> None:
        self._calls[:] = [None] * len(self._calls)
        self._start.wait(60)
        for thread in self._threads:
            thread.join()

    def _work(self, place: int) -> None:
        while True:
            self._start.wait(60)
            call = self._calls[place]
            if call is None:
                connection.close()
                return
            try:
                self._results[place] = call()
            except Exception as raised:
                self._results[place] = raised
            self._end.wait(60)


@contextmanager
def crew(size: int) -> Iterator[Crew]:
    threads = Crew(size)
    try:
        yield threads
    finally:
        threads.dismiss()


def held_open(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, but what it has read is held for a moment before it is used."""

    def slowly(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        time.sleep(WINDOW)
        return result

    return slowly


def unlocked(rows: Any, **_: Any) -> Any:
    """`select_for_update` with the lock taken out."""
    return rows.all()
