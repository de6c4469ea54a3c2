"""A database of the benchmarks' own, migrated and filled with wallets; gone with the run."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import django
import psycopg


@contextmanager
def on_postgres(url: str) -> Iterator[str]:
    """A fresh database on that server. Yields its URL, with Django set up on it."""
    name = f"guildhall_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            mine = f"{url.rpartition('/')[0]}/{name}"
            _set_up(mine)
            yield mine
        finally:
            from django.db import connections

            connections.close_all()
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def on_sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="guildhall-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        _set_up(url)
        yield url


def _set_up(url: str) -> None:
    os.environ.update(DATABASE_URL=url, DJANGO_SETTINGS_MODULE="tests.settings", DEBUG="off")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


# The sweeps are measured in so many parts, each beside its baseline, so that both meet the same machine.
PARTS = 4


def fill(wallets: int) -> None:
    """Wallets with a lot each that never runs short and never lapses, half a month before their next period.

    They joined in parts, an hour apart.
    """
    from common import clock
    from connects.chain import ask
    from connects.dialect import among, id_list
    from tests.crowd import open_wallets

    now = clock.now()
    size = wallets // PARTS
    for part in range(PARTS):
        ids = open_wallets(size, at=now - timedelta(days=15) + timedelta(hours=part), first=part * size)
    for start in range(0, wallets, 50_000):
        some = {"ids": id_list(ids[start : start + 50_000]), "now": now, "ends": now + timedelta(days=900)}
        ask(
            f"INSERT INTO connects_transaction (wallet_id, kind, reference, amount, balance_after, cause, reason,"
            f" effective_at, recorded_at) SELECT id, 'grant', 'joining:' || CAST(id AS text), 60000, 60000, '', '',"
            f" %(now)s, %(now)s FROM connects_wallet WHERE id {among()}",
            some,
        )
    ask(
        "INSERT INTO connects_lot (wallet_id, source, granted, remaining, issued_at, expires_at, lapses, opened_by_id,"
        " paid_currency) SELECT wallet_id, 'joining', amount, amount, %(now)s, %(ends)s, 0, id, ''"
        " FROM connects_transaction",
        some,
    )
    ask(
        "INSERT INTO connects_entry (transaction_id, lot_id, amount, balance_after)"
        " SELECT opened_by_id, id, granted, granted FROM connects_lot",
        {},
    )
    ask("UPDATE connects_wallet SET balance = 60000, next_expiry_at = %(ends)s", some)


def settle() -> None:
    """Let the database finish what it owes before the next measurement."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
