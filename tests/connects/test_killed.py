"""A worker killed in the middle of a monthly grant: the next run goes on, and everybody has got it once."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from common import clock
from connects import periods
from connects.models import Lot, Transaction, Wallet
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.crowd import open_wallets

WALLETS = 20_000
HELD = 100
SWEEP = """
import django, sys
django.setup()
from datetime import datetime
from connects import periods
print("begins", flush=True)
periods.begin(datetime.fromisoformat(sys.argv[1]))
print("done", flush=True)
"""


@pytest.fixture
def crowd(transactional_db):
    """Twenty thousand wallets, each with a month's perk due."""
    open_wallets(WALLETS, at=MONDAY)
    return MONDAY.replace(month=4, day=3)


def start_worker(at) -> subprocess.Popen[str]:
    """A process of its own, on this test's database."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].rpartition("/")[0] if connection.vendor == "postgresql" else "sqlite://"
    environment = {**os.environ, "DATABASE_URL": f"{url}/{name}", "DJANGO_SETTINGS_MODULE": "marketplace.settings"}
    command = [sys.executable, "-c", SWEEP, at.isoformat()]
    worker = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "begins\n"
    return worker


def granted() -> int:
    return Transaction.objects.filter(kind="grant").count()


@contextmanager
def last_wallets_held():
    """Nobody comes to the end of the month meanwhile, however quick: somebody else works with its last wallets."""
    with transaction.atomic():
        list(Wallet.objects.order_by("-id").select_for_update(no_key=True).values_list("id")[:HELD])
        yield


def kill_midway(worker: subprocess.Popen[str], beyond: int) -> None:
    """`kill -9` once it has committed something more, and is on with the next."""
    deadline = time.monotonic() + 120
    while granted() <= beyond:
        assert time.monotonic() < deadline, "the worker does nothing"
        assert worker.poll() is None, "the worker ended by itself"
        time.sleep(0.002)
    worker.send_signal(signal.SIGKILL)
    assert worker.wait(timeout=30) == -signal.SIGKILL
    assert beyond < granted() < WALLETS


@pytest.mark.slow
@pytest.mark.postgres
def test_kill_9_in_a_monthly_grant_of_20000_wallets_grants_each_exactly_once(crowd):
    with last_wallets_held():
        kill_midway(start_worker(crowd), beyond=0)
        kill_midway(start_worker(crowd), beyond=granted())
    with clock.at(crowd):
        periods.begin(crowd)
    each_got_it_once()


@pytest.mark.slow
@pytest.mark.postgres
def test_two_workers_at_once_one_killed_grant_each_exactly_once(crowd):
    with last_wallets_held():
        killed, other = start_worker(crowd), start_worker(crowd)
        kill_midway(killed, beyond=0)
    assert other.wait(timeout=120) == 0
    each_got_it_once()


def each_got_it_once() -> None:
    assert granted() == WALLETS
    assert Lot.objects.values("wallet").distinct().count() == WALLETS
    assert not Wallet.objects.exclude(balance=10, period=1).exists()
    assert_books_balance()
