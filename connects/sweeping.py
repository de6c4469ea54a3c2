"""Work on many wallets, in short transactions: hold some that are due, do them, commit, until none is due.

Killed anywhere, the next run goes on. Two sweepers at once pass over what the other holds, and come back for it last.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from connects.chain import ask
from connects.dialect import waiting

# Wallets in one transaction: spends in them wait for its end, so it must stay well below half a second.
CHUNK = 2000
LOCK = "FOR NO KEY UPDATE"
LOCK_FREE = "FOR NO KEY UPDATE SKIP LOCKED"


def sweep(due: str, at: datetime, work: Callable[[list[int]], int]) -> int:
    """Do `work` on every wallet whose column `due` has come. Returns the sum of what `work` did."""
    done = 0
    for hold in (_hold_free, _hold_all):
        while True:
            with transaction.atomic():
                ids = hold(due, at)
                if not ids:
                    break
                done += work(ids)
    return done


def _hold_free(due: str, at: datetime) -> list[int]:
    return _hold(due, at, f"ORDER BY {due}", LOCK_FREE)


def _hold_all(due: str, at: datetime) -> list[int]:
    # By id, as everybody who waits for more than one wallet.
    return _hold(due, at, "ORDER BY id", LOCK)


def _hold(due: str, at: datetime, order: str, lock: str) -> list[int]:
    rows = ask(
        f"SELECT id FROM connects_wallet WHERE {due} <= %(at)s {order} LIMIT {CHUNK} {waiting(lock)}",
        {"at": at},
    )
    return [id for (id,) in rows]
