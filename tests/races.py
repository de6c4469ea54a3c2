"""Things done at the same instant on PostgreSQL, with a connection each; controls do them with a lock missing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connection, connections

# So often do the wallet's own races run, and so often may a control try to go wrong.
REPEATS = 50
# The races of the rooms above it, which stand on the wallet's locks and a few of their own.
ROUNDS = 20


class Runners:
    """Threads that keep their connections from one repeat to the next."""

    def __init__(self, size: int) -> None:
        self._pool = ThreadPoolExecutor(size)
        self._size = size

    def together(self, *acts: Callable[[], Any]) -> list[Any]:
        """Do every act at the same instant. Answers, in order, with what each returned or raised."""
        start = Barrier(len(acts))

        def run(act: Callable[[], Any]) -> Any:
            connection.ensure_connection()
            start.wait(timeout=60)
            try:
                return act()
            except Exception as raised:
                return raised

        return list(self._pool.map(run, acts))

    def close(self) -> None:
        end = Barrier(self._size)

        def leave(_: int) -> None:
            connections.close_all()
            end.wait(timeout=60)

        list(self._pool.map(leave, range(self._size)))
        self._pool.shutdown()


@contextmanager
def runners(size: int):
    made = Runners(size)
    try:
        yield made
    finally:
        made.close()
