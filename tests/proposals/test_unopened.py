"""The dated rule: off at first; switched on, a proposal left unopened for its days is refunded."""

from datetime import timedelta

import pytest

from jobs import services as jobs
from proposals import pending, services, settlement, unopened
from proposals.models import Outcome, Settlement
from tests.books import assert_books_balance
from tests.proposals.conftest import balance

pytestmark = pytest.mark.django_db


def test_while_it_is_off_nothing_is_announced_and_proposals_are_not_even_asked(proposal, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert unopened.announce_due(proposal.sent_at + timedelta(days=400)) == 0
    assert unopened.next_due() is None


def test_left_unopened_for_its_days_it_is_refunded(switch, send, ben):
    switch("never_viewed", "early", after_days=14)
    proposal = send(ben)
    due = proposal.sent_at + timedelta(days=14)
    assert unopened.next_due() == due
    assert unopened.announce_due(due - timedelta(seconds=1)) == 0
    assert unopened.announce_due(due) == 1
    assert unopened.announce_due(due) == 0
    assert unopened.next_due() is None
    row = Settlement.objects.get()
    assert (row.proposal, row.outcome, row.due_at) == (proposal, "never_viewed", due + timedelta(hours=24))
    # What has been announced stands, even if the client opens it now.
    services.view(proposal, by=proposal.job.client)
    assert pending.of_proposals([proposal.pk])[proposal.pk].verdict.key == "never_viewed/early"
    settlement.settle_due(row.due_at)
    proposal.refresh_from_db()
    assert (balance(ben), proposal.refunded_for) == (40, Outcome.NEVER_VIEWED)
    assert_books_balance()


def test_an_opened_one_is_not(switch, send, ada, ben):
    switch("never_viewed", "early", after_days=14)
    proposal = send(ben)
    services.view(proposal, by=ada)
    assert unopened.announce_due(proposal.sent_at + timedelta(days=15)) == 0


def test_nor_one_sent_before_the_rule_was_switched_on(proposal, switch):
    switch("never_viewed", "early", after_days=14)
    assert unopened.announce_due(proposal.sent_at + timedelta(days=15)) == 0


def test_once_the_job_has_ended_its_ending_decides(switch, send, ada, ben, job):
    switch("never_viewed", "early", after_days=14)
    switch("cancelled", "early", on=False)
    proposal = send(ben)
    jobs.cancel(job, by=ada)
    assert unopened.announce_due(proposal.sent_at + timedelta(days=15)) == 0
    assert balance(ben) == 36


def test_each_proposal_has_the_days_it_was_promised(switch, send, ben, cleo):
    switch("never_viewed", "early", after_days=14)
    first = send(ben)
    switch("never_viewed", "early", after_days=20)
    second = send(cleo)
    assert unopened.announce_due(first.sent_at + timedelta(days=15)) == 1
    assert unopened.next_due() == second.sent_at + timedelta(days=20)
