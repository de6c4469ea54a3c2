"""Acts at the same instant on PostgreSQL, each over a connection of its own; and controls, with a lock missing.

The first rounds are conducted: one act at a time goes on, as far as to where it holds, and then the next. It holds
after each of its statements, or only where it has read what it will use (`held_open`); an act that waits for a lock is
passed over until it has it. These ORDERS are the same on any machine, however busy: with its locks a race comes out
clean in each, and without one its control goes wrong in some. Further rounds run as the machine runs them.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Condition, local
from typing import Any, Literal

from django.db import connection, connections

Act = Callable[[], Any]
# So often do the wallet's own races run.
REPEATS = 50
# The races of the rooms above it, which stand on the wallet's locks and a few of their own.
ROUNDS = 20
# Those whose rounds take long: all that are conducted, and a few as they come.
FEWER = 12
# The conducted rounds: in steps or where it holds; who begins and who goes on first, forwards and backwards. A control
# has no others.
ORDERS = 8
# How long a reader holds its reading in the other rounds, in seconds: long enough for another to come between.
WINDOW = 0.02
# Nothing that an act does takes so long, in seconds; who waits longer waits for ever.
LONGEST = 60

_here = local()


class Runners:
    """Threads that keep their connections from one round to the next."""

    def __init__(self, size: int, rounds: int) -> None:
        self._pool = ThreadPoolExecutor(size)
        self._size = size
        self._rounds = rounds

    def together(self, *acts: Act) -> list[Any]:
        """Do every act at the same instant. Answers, in order, with what each returned or raised.

        A test that calls wrongly fails here: it must not pass for a refusal, or for a control that works.
        """
        results = self._conducted(acts) if self._rounds < ORDERS else self._free(acts)
        self._rounds += 1
        for result in results:
            if isinstance(result, (TypeError, NameError, AttributeError)):
                raise result
        return results

    def close(self) -> None:
        end = Barrier(self._size)

        def leave(_: int) -> None:
            connections.close_all()
            end.wait(timeout=LONGEST)

        list(self._pool.map(leave, range(self._size)))
        self._pool.shutdown()

    def _free(self, acts: Sequence[Act]) -> list[Any]:
        start = Barrier(len(acts))

        def run(act: Act) -> Any:
            connection.ensure_connection()
            start.wait(timeout=LONGEST)
            return _outcome(act, holding=lambda: time.sleep(WINDOW))

        return list(self._pool.map(run, acts))

    def _conducted(self, acts: Sequence[Act]) -> list[Any]:
        conductor = Conductor(acts, in_steps=self._rounds & 4 == 0)
        working = [self._pool.submit(part.run) for part in conductor.parts]
        conductor.conduct(last_begins=self._rounds & 1 != 0, last_goes_on=self._rounds & 2 != 0)
        return [each.result() for each in working]


@contextmanager
def runners(size: int, *, rounds: int = 0) -> Iterator[Runners]:
    """So many threads, after so many rounds: where each round is a test of its own, it says which it is."""
    made = Runners(size, rounds)
    try:
        yield made
    finally:
        made.close()


class Conductor:
    """Has one act at a time go on, over a connection that sees whether it has to wait for another's lock."""

    def __init__(self, acts: Sequence[Act], *, in_steps: bool) -> None:
        self._changes = Condition()
        self.parts = [Part(act, self._changes, in_steps=in_steps) for act in acts]

    def conduct(self, *, last_begins: bool, last_goes_on: bool) -> None:
        """One after the other as far as to where it holds, and again, until all have ended."""
        try:
            for part in reversed(self.parts) if last_begins else self.parts:
                self._let_go(part)
            order = list(reversed(self.parts) if last_goes_on else self.parts)
            while not all(part.state == "ended" for part in order):
                for part in order:
                    self._let_go(part)
                # Whoever waits for a lock now is in a deadlock that PostgreSQL has to break.
                assert self._wait_for(lambda: any(p.state == "holds" for p in order) or self._nobody_goes, LONGEST)
        finally:
            for part in self.parts:
                part.holds_no_more()

    def _let_go(self, part: "Part") -> None:
        """Until nobody moves: others may have waited for what this one lets go."""
        until = time.monotonic() + LONGEST
        if part.state in ("waits", "holds"):
            part.becomes("goes")
            while not self._wait_for(lambda: self._nobody_goes, 0.005) and not self._all_are_kept_waiting():
                assert time.monotonic() < until, "An act neither ends nor waits for a lock: for what does it wait?"

    @property
    def _nobody_goes(self) -> bool:
        return not any(part.state == "goes" for part in self.parts)

    def _wait_for(self, what: Callable[[], bool], seconds: float) -> bool:
        with self._changes:
            return self._changes.wait_for(what, seconds)

    def _all_are_kept_waiting(self) -> bool:
        going = {part.backend for part in self.parts if part.state == "goes"}
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_locks WHERE NOT granted AND pid = ANY(%s)", [list(going)])
            return {pid for (pid,) in cursor.fetchall()} == going


class Part:
    """One act of a conducted round, in a thread of its own."""

    def __init__(self, act: Act, changes: Condition, *, in_steps: bool) -> None:
        self._act, self._changes, self._in_steps = act, changes, in_steps
        self._holds = True
        self.state: Literal["waits", "goes", "holds", "ended"] = "waits"
        self.backend = 0

    def run(self) -> Any:
        connection.ensure_connection()
        self.backend = connection.connection.info.backend_pid
        self._wait()
        try:
            if not self._in_steps:
                return _outcome(self._act, holding=self._hold)
            with connection.execute_wrapper(self._step):
                return _outcome(self._act, holding=None)
        finally:
            self.becomes("ended")

    def becomes(self, state: Literal["goes", "holds", "ended"]) -> None:
        with self._changes:
            self.state = state
            self._changes.notify_all()

    def holds_no_more(self) -> None:
        """Whatever became of the round, its threads end."""
        self._holds = False
        if self.state != "ended":
            self.becomes("goes")

    def _step(self, execute: Callable[..., Any], *statement: Any) -> Any:
        try:
            return execute(*statement)
        finally:
            self._hold()

    def _hold(self) -> None:
        if self._holds:
            self.becomes("holds")
            self._wait()

    def _wait(self) -> None:
        with self._changes:
            self._changes.wait_for(lambda: self.state == "goes")


def _outcome(act: Act, *, holding: Callable[[], None] | None) -> Any:
    """What it returned or raised."""
    _here.hold_still = holding
    try:
        return act()
    except Exception as raised:
        return raised
    finally:
        _here.hold_still = None


def hold_still() -> None:
    """Conducted: until it is this act's turn again. Else for a moment."""
    if hold := getattr(_here, "hold_still", None):
        hold()


def held_open(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, but what it has read is held before it is used: the lock, not luck, must keep others out."""

    def slowly(*args: Any, **kwargs: Any) -> Any:
        found = function(*args, **kwargs)
        hold_still()
        return found

    return slowly


def unlocked(rows: Any, **_: Any) -> Any:
    """`select_for_update` with the lock taken out."""
    return rows.all()
