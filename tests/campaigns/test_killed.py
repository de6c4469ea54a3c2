"""A worker killed in the middle of a campaign to twenty thousand: the next run goes on, everybody has got it once."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from billing.campaigns import acts, sending
from billing.models import Campaign, CampaignPerson
from common import clock
from common.models import Notice
from connects.models import Lot, Transaction, Wallet
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.crowd import open_wallets

WALLETS = 20_000
SWEEP = """
import django, sys
django.setup()
from datetime import datetime
from billing.campaigns import sending
from common import clock
print("begins", flush=True)
with clock.at(datetime.fromisoformat(sys.argv[1])):
    sending.send(clock.now())
print("done", flush=True)
"""
pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture
def started(transactional_db, olga) -> Campaign:
    """Twenty thousand wallets, and a campaign for all of them under way."""
    with clock.at(MONDAY):
        open_wallets(WALLETS, at=MONDAY)
        draft = Campaign.objects.create(name="Thanks", message="Thank you.", connects=20, lives_days=90)
        return acts.start(draft, actor=olga, reason="Spring", seen=WALLETS)


def start_worker() -> subprocess.Popen[str]:
    """A process of its own, on this test's database."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {**os.environ, "DATABASE_URL": f"{url}/{name}", "DJANGO_SETTINGS_MODULE": "marketplace.settings"}
    command = [sys.executable, "-c", SWEEP, MONDAY.isoformat()]
    worker = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "begins\n"
    return worker


def given() -> int:
    return Transaction.objects.count()


def kill_midway(worker: subprocess.Popen[str], beyond: int) -> None:
    """`kill -9` once it has committed something more, and is on with the next."""
    deadline = time.monotonic() + 120
    while given() <= beyond:
        assert time.monotonic() < deadline, "the worker does nothing"
        assert worker.poll() is None, "the worker ended by itself"
        time.sleep(0.002)
    worker.send_signal(signal.SIGKILL)
    assert worker.wait(timeout=30) == -signal.SIGKILL
    assert beyond < given() < WALLETS


def test_kill_9_in_a_campaign_to_20000_gives_to_each_exactly_once(started):
    kill_midway(start_worker(), beyond=0)
    kill_midway(start_worker(), beyond=given())
    with clock.at(MONDAY):
        sending.send(MONDAY)
    each_got_it_once(started)


def test_two_workers_at_once_one_killed_give_to_each_exactly_once(started):
    killed, other = start_worker(), start_worker()
    kill_midway(killed, beyond=0)
    assert other.wait(timeout=120) == 0
    with clock.at(MONDAY):
        sending.send(MONDAY)
    each_got_it_once(started)


def each_got_it_once(campaign: Campaign) -> None:
    campaign.refresh_from_db()
    assert (campaign.state, campaign.reached) == ("sent", WALLETS)
    assert given() == CampaignPerson.objects.count() == Notice.objects.count() == WALLETS
    assert Lot.objects.values("wallet").distinct().count() == WALLETS
    assert not Wallet.objects.exclude(balance=20).exists()
    assert_books_balance()
