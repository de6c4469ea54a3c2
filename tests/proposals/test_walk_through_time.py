"""The 24 hours of a refund, walked on the demo clock: cancelled, told, pending, a day later refunded."""

from datetime import timedelta

import pytest

from common import clock, time_travel
from common.models import Notice
from connects import causes
from jobs import services as jobs
from proposals.models import Settlement
from tests.books import assert_books_balance
from tests.proposals.conftest import balance

pytestmark = pytest.mark.django_db


def test_a_day_on_the_demo_clock_brings_the_connects_back(proposal, ada, ben, job):
    jobs.cancel(job, by=ada)
    before = causes.pending_refunds(proposal.wallet_id)
    half = time_travel.travel(clock.now() + timedelta(hours=12))
    assert (half.failed, half.done["proposals.announce"], half.done["proposals.settle"]) == ({}, 1, 0)
    assert causes.pending_refunds(proposal.wallet_id) == before
    assert balance(ben) == 36
    whole = time_travel.travel(clock.now() + timedelta(hours=13))
    assert (whole.failed, whole.done["proposals.settle"]) == ({}, 1)
    row = Settlement.objects.get()
    proposal.refresh_from_db()
    refund = proposal.wallet.transactions.get(kind="refund")
    assert row.due_at == row.settled_at == proposal.refunded_at == refund.effective_at
    assert row.alarmed_at is None
    assert balance(ben) == 40
    kinds = Notice.objects.filter(person=ben, kind__startswith="refund").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["refund_pending", "refunded"]
    assert_books_balance()


def test_a_month_in_one_go_settles_in_time_and_alarms_nobody(proposal, post, send, cleo, olga):
    send(cleo, job=post(title="Another"))
    journey = time_travel.travel(clock.now() + timedelta(days=40))
    assert journey.failed == {}
    rows = list(Settlement.objects.all())
    # Both jobs have expired; nothing was due back, and nobody is late with it.
    assert [row.outcome for row in rows] == ["expired", "expired"]
    assert all(row.settled_at == row.due_at and row.alarmed_at is None for row in rows)
    assert_books_balance()
