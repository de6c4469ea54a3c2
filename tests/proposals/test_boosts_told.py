"""A spent boost that comes back when the job is removed: one notice with the proposal's Connects, at each step."""

from datetime import timedelta

import pytest

from common import clock
from common.models import Mail, Notice
from jobs import services as jobs
from proposals import announcing, services, settlement
from tests.books import assert_books_balance
from tests.hires import hire
from tests.proposals.boosts import bid

pytestmark = pytest.mark.django_db

REASON = "Asks for a deposit"


@pytest.fixture
def boosted(proposal, ada):
    """Ben's proposal for 4 Connects, with a boost of 5 that the client's look has spent."""
    bid(proposal, 5)
    services.view(proposal, by=ada)
    return proposal


def remove(job, olga):
    jobs.remove(job, by=olga, violation="fraud", reason=REASON)
    announcing.announce_due(clock.now())


def settle():
    settlement.settle_due(clock.now() + timedelta(hours=25))


def told(person, *kinds):
    return [each.text for each in Notice.objects.filter(person=person, kind__in=kinds).order_by("id")]


def test_a_removal_announces_proposal_and_boost_in_one_notice(boosted, ben, job, olga):
    remove(job, olga)
    [text] = told(ben, "refund_pending", "job_removed", "refunded")
    assert "The job was removed for a violation." in text
    assert "9 Connects are on their way back (proposal 4, boost 5)." in text
    mail = Mail.objects.get(to=ben.email, subject__startswith="9 Connects on their way back")
    assert "A boost already spent, when the job is removed" in mail.text
    assert "The job is removed for a violation / Submitted" in mail.text
    assert "Done by" in mail.text


def test_one_notice_says_when_both_are_back(boosted, ben, job, olga):
    remove(job, olga)
    settle()
    [text] = told(ben, "refunded")
    assert text.startswith("9 Connects came back for “Draw a logo for a bakery” (proposal 4, boost 5).")
    assert "The job was removed" in text
    assert_books_balance()


def test_settling_and_telling_twice_tell_once(boosted, ben, job, olga):
    remove(job, olga)
    settle()
    settle()
    settlement.Settlement.objects.update(told_at=None, told_through=0, settled_at=None)
    announcing.announce_due(clock.now())
    settle()
    assert len(told(ben, "refunded")) == 1
    assert len(told(ben, "refund_pending", "job_removed")) == 1
    assert_books_balance()


def test_where_only_the_boost_comes_back_it_alone_is_named(switch, send, ben, ada, job, olga):
    switch("removed", "early", on=False)
    sent = send(ben)
    bid(sent, 5)
    services.view(sent, by=ada)
    remove(job, olga)
    [text] = told(ben, "refund_pending", "job_removed")
    assert text.endswith("5 Connects are on their way back (your boost).")
    settle()
    [back] = told(ben, "refunded")
    assert "5 Connects that your boost" in back
    assert_books_balance()


def test_a_boost_whose_proposal_was_refunded_before_is_told_alone(boosted, ada, ben, job, olga):
    jobs.cancel(job, by=ada)
    announcing.announce_due(clock.now())
    settle()
    remove(job, olga)
    assert told(ben, "refund_pending")[-1].endswith("5 Connects are on their way back (your boost).")
    settle()
    assert len(told(ben, "refunded")) == 2
    assert_books_balance()


def test_a_hired_winner_is_told_of_both(proposal, ada, ben, job, olga):
    bid(proposal, 5)
    hire(proposal, by=ada)
    remove(job, olga)
    assert "(proposal 4, boost 5)" in told(ben, "refund_pending")[0]
    settle()
    assert "(proposal 4, boost 5)" in told(ben, "refunded")[-1]
    assert_books_balance()
