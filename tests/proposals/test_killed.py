"""A sweeper killed in the middle of a settlement: run again, everybody has their Connects back exactly once."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from common.models import Mail, Notice
from connects import services as connects
from jobs import services as jobs
from proposals import settlement
from proposals.models import Proposal, Settlement
from tests.books import assert_books_balance

PEOPLE = 40


def address():
    """This test's database, as another process finds it."""
    told = connection.settings_dict
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def refunded():
    return Proposal.objects.filter(refunded_at__isnull=False).count()


def wait_for(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_and_run_again_each_refund_is_done_once(person, fund, send, ada, job):
    people = [person(f"Freelancer{number}", freelancer=True) for number in range(PEOPLE)]
    for somebody in people:
        fund(somebody, 10)
        send(somebody)
    jobs.cancel(job, by=ada)
    row = Settlement.objects.get()
    sweeper = subprocess.Popen(
        [sys.executable, "-m", "tests.proposals.settle_slowly"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    try:
        wait_for(lambda: refunded() >= 10)
    finally:
        sweeper.send_signal(signal.SIGKILL)
    assert sweeper.wait() == -signal.SIGKILL
    assert 10 <= refunded() < PEOPLE
    assert_books_balance()

    def settled():
        # The server may hold the dead sweeper's locks for another moment.
        settlement.settle_due(row.due_at)
        return not Settlement.objects.filter(settled_at=None).exists()

    wait_for(settled)
    row.refresh_from_db()
    assert (refunded(), row.refunds, row.connects) == (PEOPLE, PEOPLE, 4 * PEOPLE)
    assert all(connects.balance_of(somebody) == 10 for somebody in people)
    assert Notice.objects.filter(kind="refunded").count() == PEOPLE
    assert Mail.objects.filter(subject__startswith="4 Connects came back").count() == PEOPLE
    assert_books_balance()
