"""The proof of the books: balance = sum of entries = sum of what the lots hold, every refund mirrors its spend, and
what payments that turned took back is revoked, owed or paid.

Each statement below finds the rows for which one sentence is false; over the whole of true books all are empty. They
join on GROUP BYs, one pass over each table, and read one snapshot, so that the site may work on meanwhile.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from common import clock
from common.reading import said
from connects.proof_statement import Statement
from connects.proof_statements import STATEMENTS, UNSWEPT

# Differences listed for one sentence; the rest are counted.
LISTED = 100
_of_rooms_above: list[Statement] = []


def register(*more: Statement) -> None:
    """Sentences of a room above: that its own rows agree with the books. It registers them once, in `ready()`."""
    _of_rooms_above.extend(more)


def statements() -> tuple[Statement, ...]:
    return (*STATEMENTS, *_of_rooms_above)


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that makes a sentence false: which, in whose wallet, what it says and what it should say."""

    name: str
    table: str
    id: int
    wallet_id: int | None
    found: str
    expected: str

    def __str__(self) -> str:
        wallet = f" of wallet {self.wallet_id}" if self.wallet_id is not None and self.table != "wallet" else ""
        return f"{self.name}: {self.table} {self.id}{wallet} says {self.found}, should be {self.expected}"


@dataclass(frozen=True, slots=True)
class Proof:
    """What one run found. `unswept` are Connects in lots past their expiry that no sweep has booked out yet."""

    differences: list[Difference]
    counts: dict[str, int]
    checked: dict[str, int]
    unswept_lots: int
    unswept_connects: int
    seconds: float
    sentences: dict[str, str] = field(default_factory=dict)

    @property
    def balanced(self) -> bool:
        return not self.counts

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def prove(*, using: str = DEFAULT_DB_ALIAS) -> Proof:
    """Prove the books at this instant. Takes seconds at 200,000 wallets and blocks nobody."""
    started = time.monotonic()
    differences: list[Difference] = []
    counts: dict[str, int] = {}
    connection = connections[using]
    with _one_snapshot(connection), _whole_tables(connection):
        for statement in statements():
            rows = _differences(connection, statement)
            if rows:
                counts[statement.name] = len(rows)
                differences += rows[:LISTED]
        unswept_lots, unswept_connects = _unswept(connection)
        checked = _sizes(connection)
    return Proof(
        differences=differences,
        counts=counts,
        checked=checked,
        unswept_lots=unswept_lots,
        unswept_connects=unswept_connects,
        seconds=time.monotonic() - started,
        sentences={statement.name: said(statement.sentence) for statement in statements()},
    )


def _differences(connection: BaseDatabaseWrapper, statement: Statement) -> list[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(statement.sql)
        return [
            Difference(statement.name, statement.table, id, wallet_id, str(found), str(expected))
            for id, wallet_id, found, expected in cursor.fetchall()
        ]


def _unswept(connection: BaseDatabaseWrapper) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(UNSWEPT, [connection.ops.adapt_datetimefield_value(clock.now())])
        lots, connects = cursor.fetchone()
        return lots, connects


def _sizes(connection: BaseDatabaseWrapper) -> dict[str, int]:
    with connection.cursor() as cursor:
        sizes = {}
        for name in ("wallet", "lot", "transaction", "entry"):
            cursor.execute(f"SELECT COUNT(*) FROM connects_{name}")
            sizes[name] = cursor.fetchone()[0]
        return sizes


@contextmanager
def _one_snapshot(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """All statements see the books as of one instant. Inside somebody's transaction, that transaction's view."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(): that takes SQLite's write lock, and a proof of seconds would hold everybody up.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("COMMIT")


@contextmanager
def _whole_tables(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Each statement reads whole tables: PostgreSQL joins them by hashing, whatever it guesses of their sizes.

    Tables that have grown since it last looked would be joined row by row otherwise, in minutes instead of a moment.
    """
    if connection.vendor != "postgresql":
        yield
        return
    names = ("enable_nestloop", "enable_seqscan")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s), current_setting(%s)", names)
        before = cursor.fetchone()
        _set(cursor, dict(zip(names, ("off", "on"), strict=True)))
        yield
        _set(cursor, dict(zip(names, before, strict=True)))


def _set(cursor: CursorWrapper, settings: dict[str, str]) -> None:
    for name, value in settings.items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
