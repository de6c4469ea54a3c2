"""A refund later than 48 hours alarms operators: a notice, a mail, and a flag for the health page."""

from datetime import timedelta

import pytest

from common import clock
from common.models import Mail, Notice
from jobs import services as jobs
from proposals import alarms, settlement, sweeping
from proposals.models import Proposal, Settlement
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


@pytest.fixture
def cancelled(proposal, ada, job):
    jobs.cancel(job, by=ada)
    return Settlement.objects.get()


def test_nothing_is_late_before_its_time(cancelled, olga):
    assert alarms.late(cancelled.alarm_at - timedelta(seconds=1)) == []
    assert alarms.late(cancelled.alarm_at) == [cancelled]


def test_operators_are_alarmed_once_even_by_the_very_run_that_does_the_refund(cancelled, client, olga, ben):
    sweeping.settle(cancelled.alarm_at)
    sweeping.settle(cancelled.alarm_at)
    notice = Notice.objects.get(person=olga)
    assert notice.kind == "refunds_late"
    client.force_login(olga)
    assert client.get(notice.link).status_code == 200
    assert f"settlement {cancelled.pk}" in notice.text
    assert Mail.objects.filter(to=olga.email).count() == 1
    cancelled.refresh_from_db()
    assert cancelled.alarmed_at == cancelled.settled_at == cancelled.alarm_at
    assert alarms.late(cancelled.alarm_at) == []
    assert_books_balance()


def test_done_in_time_nobody_is_alarmed(cancelled, olga):
    sweeping.settle(cancelled.due_at)
    sweeping.settle(cancelled.alarm_at)
    assert not Notice.objects.filter(person=olga).exists()


def test_an_ending_that_owes_nothing_is_never_late(ada, olga, job):
    jobs.cancel(job, by=ada)
    row = Settlement.objects.get()
    assert alarms.raise_due(row.alarm_at) == 0


def test_a_refund_that_keeps_failing_stays_late_until_it_is_done(cancelled, olga):
    Proposal.objects.update(id=9_999)
    sweeping.settle(cancelled.alarm_at)
    assert alarms.late(cancelled.alarm_at + timedelta(days=1)) != []
    assert Notice.objects.filter(person=olga).count() == 1


def test_the_health_page_says_so_while_it_lasts(cancelled, client):
    def line():
        clock.forget()
        return next(each for each in client.get("/healthz/").content.decode().splitlines() if "refunds:" in each)

    assert line() == "refunds: none is late"
    with clock.at(cancelled.alarm_at):
        assert line() == "refunds: late after 1 ending"
        settlement.settle_due(clock.now())
        assert line() == "refunds: none is late"
