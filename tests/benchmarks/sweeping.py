"""The monthly grant and the expiry over all wallets, against bare statements that write the same rows into copies."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from tests.benchmarks.site import PARTS, settle
from tests.benchmarks.texts import statements

COPIES = ("wallet", "transaction", "lot", "entry")
# Which tables a sort of copies has, and the file of their foreign keys.
_TABLES = {"copies": COPIES, "campaign_copies": ("person", "notice")}
_KEYS = {"copies": "foreign_keys", "campaign_copies": "campaign_foreign_keys"}


def run(wallets: int) -> dict[str, Any]:
    from common import clock
    from connects import expiry, periods
    from connects.models import Wallet

    first = Wallet.objects.order_by("next_period_at").values_list("next_period_at", flat=True)[0]
    assert first is not None
    begins = [first + timedelta(hours=part) for part in range(PARTS)]
    ends = [periods.after(wallet.anchor_at, at) for wallet, at in zip(_one_of_each(begins), begins, strict=True)]
    with clock.at(ends[-1]):
        grants = against("grant", wallets // PARTS, begins, periods.begin)
        # So that the expiry is measured alone: otherwise the next period's grant books it out.
        Wallet.objects.update(next_period_at=None)
        expired = against("expire", wallets // PARTS, ends, expiry.expire)
    return {"grant": grants, "expire": expired}


def _one_of_each(begins: list[datetime]) -> list[Any]:
    from connects.models import Wallet

    return [Wallet.objects.filter(next_period_at=at)[0] for at in begins]


def against(
    name: str,
    size: int,
    parts: Iterable[Any],
    sweep: Callable[[Any], int],
    *,
    copies: tuple[str, ...] = ("copies",),
    picks: str = "SELECT id FROM connects_wallet WHERE next_",
) -> dict[str, float]:
    """The sweep's rate over all parts, and its ratio to the bare statements over copies without and with foreign keys.

    `picks` is how the statement begins that holds the wallets of a chunk.
    """
    from django.db import connection

    kinds = ["", "keyed"] if connection.vendor == "postgresql" else [""]
    for kind in kinds:
        for sort in copies:
            _copy(kind, sort)
    spent, ratios, locks = 0.0, {kind: [] for kind in kinds}, []
    measured = list(parts)
    for part in measured:
        mark = _last_booking()
        settle()
        with lock_times(picks) as held:
            seconds, done = _timed(lambda part=part: sweep(part))
        assert done == size, f"{done} of {size}"
        spent += seconds
        locks += held
        for kind in kinds:
            settle()
            bare, _ = _timed(lambda kind=kind, mark=mark: _bare(name, kind, mark))
            ratios[kind].append(bare / seconds)
    for kind in kinds:
        for sort in copies:
            _drop(kind, sort)
    figures = {"per_s": size * len(measured) / spent, "longest_lock_s": max(locks)}
    return figures | {f"vs_bare{kind and '_'}{kind}": median(found) for kind, found in ratios.items()}


@contextmanager
def lock_times(picked: str) -> Iterator[list[float]]:
    """How long each chunk held its wallets: from the statement that picks them to the one that picks the next."""
    from django.db import connection

    held: list[float] = []
    since: list[float] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        picks = sql.startswith(picked)
        if picks and since:
            held.append(time.perf_counter() - since.pop())
        answer = execute(sql, params, many, context)
        if picks:
            since.append(time.perf_counter())
        return answer

    with connection.execute_wrapper(watch):
        yield held


def _last_booking() -> int:
    from connects.models import Transaction

    return Transaction.objects.order_by("-id").values_list("id", flat=True)[0]


def _bare(name: str, kind: str, mark: int) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for sql in statements(name):
            cursor.execute(_named(sql, kind), {"mark": mark})


def _copy(kind: str, sort: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _make_copies(cursor)
        for sql in statements(sort, connection.vendor):
            cursor.execute(_named(sql, kind))
        if kind:
            for sql in statements(_KEYS[sort], connection.vendor):
                cursor.execute(_named(sql, kind))


def _make_copies(cursor: Any) -> None:
    """SQLite has no LIKE: the tables' own definitions under other names, without their references."""
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name IN (%s, %s, %s, %s) AND type IN ('table', 'index')"
        " AND sql IS NOT NULL ORDER BY type DESC",
        [f"connects_{name}" for name in COPIES],
    )
    for (sql,) in cursor.fetchall():
        for name in COPIES:
            sql = sql.replace(f'"connects_{name}"', f'"bare_{name}"')
        sql = sql.replace('INDEX "', 'INDEX "bare_')
        words = sql.split(" DEFERRABLE INITIALLY DEFERRED")
        cursor.execute("".join(word.rpartition(" REFERENCES ")[0] or word for word in words))


def _drop(kind: str, sort: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for name in reversed(_TABLES[sort]):
            cursor.execute(_named(f"DROP TABLE bare_{name}", kind) + (" CASCADE" if kind else ""))


def _named(sql: str, kind: str) -> str:
    return sql.replace("bare_", f"bare_{kind}_") if kind else sql


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = work()
    return time.perf_counter() - started, answer
