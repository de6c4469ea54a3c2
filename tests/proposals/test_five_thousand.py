"""A job with 5,000 proposals, removed: its refunds come in batches, killed again and again, each done exactly once."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.db.models import Count, F, Q

from common.models import Mail, Notice
from connects.models import HoldEnd, Kind, Lot, Transaction, Wallet
from jobs import services as jobs
from proposals import services, settlement
from proposals.models import Boost, BoostPolicy, Proposal, Settlement
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.crowd import all_apply, open_wallets
from tests.proposals.test_killed import address, wait_for

PEOPLE, COST, HAD = 5_000, 4, 60
# So many bid, each one more than the one before where it must: half of them are pushed out again.
BIDDERS, PLACES, OPENED = 40, 20, 10
KILLED_AT = (600, 1_900, 3_600)
BATCH = settlement._GROUP
SWEEP = """
import django, sys
django.setup()
from datetime import datetime
from proposals import settlement
print("begins", flush=True)
settlement.settle_due(datetime.fromisoformat(sys.argv[1]))
"""
pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def crowd_at(job) -> list[Proposal]:
    """Five thousand people with Connects, of whom each has sent a proposal."""
    return all_apply(open_wallets(PEOPLE, at=MONDAY), job, had=HAD, cost=COST, at=MONDAY)


def bid(sent: list[Proposal], by) -> None:
    """Bids for twenty places; the first ones are pushed out, half of those that stay are opened and so spent."""
    BoostPolicy.objects.update(places=PLACES)
    for place, each in enumerate(sent[: BIDDERS * 100 : 100]):
        services.boost(each, by=each.author, connects=1 + place)
    for boost in Boost.objects.filter(placed=True).order_by("-connects")[:OPENED]:
        services.view(boost.proposal, by=by)


def start_sweeper(at) -> subprocess.Popen[str]:
    environment = {**os.environ, "DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", SWEEP, at.isoformat()]
    sweeper = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert sweeper.stdout is not None
    assert sweeper.stdout.readline() == "begins\n"
    return sweeper


def refunded() -> int:
    return Proposal.objects.filter(refunded_at__isnull=False).count()


class Watch:
    """How long the longest transaction of anybody else on this database has been open, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.server = psycopg.connect(address(), autocommit=True)

    def look(self) -> None:
        row = self.server.execute(
            "SELECT COALESCE(MAX(EXTRACT(EPOCH FROM clock_timestamp() - xact_start)), 0) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
        ).fetchone()
        assert row is not None
        self.longest = max(self.longest, float(row[0]))


def test_a_job_with_5000_proposals_settles_in_batches_that_can_be_killed(ada, olga, job):
    sent = crowd_at(job)
    bid(sent, ada)
    assert_books_balance()
    jobs.remove(job, by=olga, violation="fraud", reason="Fraud")
    # What was still held came back at once; what was spent waits for the settlement.
    assert boosts() == {
        ("returned", "outbid"): BIDDERS - PLACES,
        ("returned", "void"): PLACES - OPENED,
        ("spent", "seen"): OPENED,
    }
    row, told = Settlement.objects.get(), Notice.objects.filter(kind="refunded").count()
    watch, spent = Watch(), 0.0
    for until in KILLED_AT:
        sweeper, began = start_sweeper(row.due_at), time.monotonic()
        try:
            wait_for(lambda until=until: watch.look() or refunded() >= until)
        finally:
            sweeper.send_signal(signal.SIGKILL)
        spent += time.monotonic() - began
        assert sweeper.wait() == -signal.SIGKILL
        gone_quiet()
        # Whole batches, whatever the moment: who is refunded has Connects, a line in the history and a notice.
        assert until <= refunded() < PEOPLE
        assert refunded() % BATCH == 0
        back = Transaction.objects.filter(kind=Kind.REFUND, reference__startswith="refund:proposal:")
        assert back.count() == refunded()
        assert Notice.objects.filter(kind="refunded").count() == told + refunded()
    began = time.monotonic()
    sweeper = start_sweeper(row.due_at)
    wait_for(lambda: watch.look() or sweeper.poll() is not None, seconds=300)
    spent += time.monotonic() - began
    assert sweeper.returncode == 0
    watch.server.close()
    assert_everybody_has_it_back_once(row)
    # A hundred batches: no transaction, and so no lock, went on for longer than a few of them take.
    assert watch.longest < spent / 10
    assert settlement.settle_due(row.due_at + timedelta(days=1)) == 0
    assert_books_balance()


def assert_everybody_has_it_back_once(row: Settlement) -> None:
    row.refresh_from_db()
    opened = sum(Boost.objects.filter(state="spent").values_list("connects", flat=True))
    assert row.settled_at is not None
    assert (row.refunds, row.connects) == (PEOPLE, PEOPLE * COST + opened)
    assert Proposal.objects.filter(refunded_for="removed", refunded_at__isnull=False).count() == PEOPLE
    assert Boost.objects.filter(state="spent", refunded_at=None).count() == 0
    spends = Transaction.objects.filter(kind=Kind.SPEND)
    assert not spends.annotate(times=Count("reversed_by")).exclude(times=1).exists()
    assert HoldEnd.objects.filter(how="returned").count() == BIDDERS - OPENED
    # Each wallet stands where it stood before its proposal, and so does its lot.
    assert not Wallet.objects.filter(person__proposals__job=row.job_id).exclude(balance=HAD).exists()
    assert not Lot.objects.filter(~Q(remaining=F("granted"))).exists()
    # Whose boost came back too has one notice of both.
    told = Notice.objects.filter(kind="refunded")
    assert told.filter(text__contains="(proposal 4, boost ").count() == OPENED
    assert told.filter(text__regex="(^|[^0-9])4 Connects").count() == PEOPLE - OPENED
    assert Mail.objects.filter(subject__startswith="4 Connects came back").count() == PEOPLE - OPENED


def boosts() -> dict[tuple[str, str], int]:
    rows = Boost.objects.values_list("state", "why").annotate(number=Count("pk"))
    return {(state, why): number for state, why, number in rows}


def gone_quiet() -> None:
    """The server has noticed that the process is dead, and let go of what it held."""
    alone = (
        "SELECT count(*) = 0 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE a.datname = current_database()"
    )
    alone += " AND l.relation = 'proposals_settlement'::regclass AND pid <> pg_backend_pid()"

    def quiet() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(alone)
            return bool(cursor.fetchone()[0])

    wait_for(quiet)
