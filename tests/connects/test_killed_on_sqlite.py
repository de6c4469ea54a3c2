"""The same on SQLite, on a file of its own: a worker killed in the middle of a monthly grant."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MONDAY

WALLETS = 20_000
OPEN = "from tests.crowd import open_wallets; open_wallets({n}, at=datetime.fromisoformat({at!r}))"
SWEEP = "from connects import periods; print('begins', flush=True); periods.begin(datetime.fromisoformat({at!r}))"


@pytest.fixture
def site(tmp_path) -> Callable[..., subprocess.Popen[str]]:
    """`site("manage.py", ...)` starts a process of a site whose database is `site.sqlite3` in tmp_path."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }

    def start(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True)

    return start


def code(text: str, **values: object) -> str:
    return f"import django; django.setup(); from datetime import datetime; {text.format(**values)}"


def count(file: Path) -> int:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        return database.execute("SELECT COUNT(*) FROM connects_transaction WHERE kind = 'grant'").fetchone()[0]


@pytest.mark.slow
@pytest.mark.sqlite
def test_kill_9_in_a_monthly_grant_of_20000_wallets_grants_each_exactly_once(site, tmp_path):
    file, due = tmp_path / "site.sqlite3", MONDAY.replace(month=4, day=3).isoformat()
    assert site("manage.py", "migrate", "-v0").wait(timeout=300) == 0
    assert site("-c", code(OPEN, n=WALLETS, at=MONDAY.isoformat())).wait(timeout=300) == 0
    worker = site("-c", code(SWEEP, at=due))
    deadline = time.monotonic() + 120
    while not count(file):
        assert time.monotonic() < deadline, "the worker does nothing"
        time.sleep(0.002)
    worker.send_signal(signal.SIGKILL)
    assert worker.wait(timeout=30) == -signal.SIGKILL
    assert 0 < count(file) < WALLETS
    assert site("-c", code(SWEEP, at=due)).wait(timeout=300) == 0
    assert count(file) == WALLETS
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT DISTINCT balance, period FROM connects_wallet").fetchall() == [(10, 1)]
    proof = site("manage.py", "check_ledger")
    assert proof.wait(timeout=300) == 0
