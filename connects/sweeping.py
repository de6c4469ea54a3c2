"""Work on many wallets, in short transactions: hold some that are due, do them, commit, until none is due.

Killed anywhere, the next run goes on. Two sweepers at once pass over what the other holds, and come back for it last.
"""

import time
from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from connects.chain import Step, ask
from connects.dialect import waiting

# Spends wait for the wallets of a transaction, so it takes as many as this machine does in so many seconds.
HELD_FOR = 0.15
FEWEST, FIRST, MOST = 100, 500, 5000
LOCK = "FOR NO KEY UPDATE"
LOCK_FREE = "FOR NO KEY UPDATE SKIP LOCKED"
# Of bookings that opened a lot each: all of what was granted goes into it.
ENTERED = Step(
    "entered",
    """
    INSERT INTO connects_entry (transaction_id, lot_id, amount, balance_after)
    SELECT booked.id, opened.id, booked.amount, booked.balance_after
    FROM booked JOIN opened ON opened.opened_by_id = booked.id
    RETURNING id
    """,
    again="SELECT 1",
)


def sweep(due: str, at: datetime, work: Callable[[list[int]], int], *, only: str = "TRUE") -> int:
    """Do `work` on every wallet whose column `due` has come, of `only` those. Returns the sum of what `work` did."""
    done, size = 0, FIRST
    for order, lock in ((due, LOCK_FREE), ("id", LOCK)):
        # The second time round waits for what others held; by id, as everybody who waits for more than one wallet.
        while True:
            started = time.monotonic()
            with transaction.atomic():
                wallets = _hold(due, at, only, order, lock, size)
                if not wallets:
                    break
                done += work(wallets)
            size = next_size(size, time.monotonic() - started)
    return done


def next_size(size: int, took: float) -> int:
    """How many wallets the next transaction takes, when this one took so many seconds."""
    return max(FEWEST, min(MOST, 2 * size, int(size * HELD_FOR / max(took, 0.001))))


def _hold(due: str, at: datetime, only: str, order: str, lock: str, size: int) -> list[int]:
    few()
    rows = ask(
        f"SELECT id FROM connects_wallet WHERE {due} <= %(at)s AND {only}"
        f" ORDER BY {order} LIMIT {size} {waiting(lock)}",
        {"at": at},
    )
    return [id for (id,) in rows]


def few() -> None:
    """So many wallets are few beside the tables, whatever PostgreSQL guesses of a statement with four writes."""
    if connection.vendor == "postgresql":
        ask("SET LOCAL enable_seqscan = off", {})
