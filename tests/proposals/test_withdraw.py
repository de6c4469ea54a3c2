"""Withdrawing, and what it says beforehand that it forfeits."""

import pytest

from common import clock
from jobs import services as jobs
from jobs.errors import JobEnded
from proposals import services, settlement
from proposals.errors import AlreadySent, NotYours, TooLate
from proposals.models import Settlement, Stage, State
from proposals.services.withdrawing import forfeits
from tests.books import assert_books_balance
from tests.hires import hire
from tests.proposals.boosts import bid
from tests.proposals.conftest import LETTER, balance

pytestmark = pytest.mark.django_db


def test_withdrawing_gives_nothing_back(proposal, ben, job):
    services.withdraw(proposal, by=ben)
    job.refresh_from_db()
    assert (proposal.state, proposal.stage, job.proposals_count) == (State.WITHDRAWN, Stage.SUBMITTED, 0)
    assert not Settlement.objects.exists()
    assert balance(ben) == 36
    assert_books_balance()


def test_who_has_withdrawn_gets_nothing_when_the_job_is_cancelled_or_removed(proposal, ada, ben, olga, job):
    services.withdraw(proposal, by=ben)
    jobs.cancel(job, by=ada)
    jobs.remove(job, by=olga, violation="fraud", reason="Asks for a deposit")
    settlement.settle_due(Settlement.objects.latest("due_at").due_at)
    assert balance(ben) == 36
    assert_books_balance()


def test_only_its_author_withdraws(proposal, cleo):
    with pytest.raises(NotYours):
        services.withdraw(proposal, by=cleo)


@pytest.mark.parametrize("end", ["decline", "hire", "withdraw"])
def test_not_once_it_is_decided(proposal, ada, ben, end):
    if end == "decline":
        services.decline(proposal, by=ada, reason="Budget")
    elif end == "hire":
        hire(proposal, by=ada)
    else:
        services.withdraw(proposal, by=ben)
    with pytest.raises(TooLate):
        services.withdraw(proposal, by=ben)


def test_not_once_the_job_has_ended_because_its_refund_is_already_promised(proposal, ada, ben, job):
    jobs.cancel(job, by=ada)
    with pytest.raises(JobEnded):
        services.withdraw(proposal, by=ben)
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED


def test_a_withdrawn_proposal_is_not_followed_by_another(proposal, send, ben):
    services.withdraw(proposal, by=ben)
    with pytest.raises(AlreadySent):
        send(ben)


def test_the_warning_says_what_is_given_up(proposal):
    assert forfeits(proposal) == (
        "If this job is cancelled or removed you would get 4 Connects back. Withdrawing gives that up."
    )


def test_the_warning_follows_the_stage(proposal, reach):
    reach(proposal, Stage.INTERVIEWING)
    assert forfeits(proposal).startswith("If this job is removed you would get 4 Connects back.")


def test_after_a_hire_only_a_removal_would_give_them_back(send, ada, ben, cleo):
    mine, theirs = send(ben), send(cleo)
    hire(theirs, by=ada)
    mine.refresh_from_db()
    assert forfeits(mine).startswith("If this job is removed you would")


def test_the_warning_follows_the_rules_that_the_proposal_was_sent_under(switch, send, ben, cleo):
    old = send(ben)
    switch("cancelled", "early", on=False)
    switch("removed", "early", on=False)
    new = send(cleo)
    assert forfeits(old).startswith("If this job is cancelled or removed you would")
    assert forfeits(new) == (
        "However this job ends, no Connects would come back for this proposal: withdrawing gives up none."
    )


def test_a_rule_that_refunds_withdrawals_is_kept_too(switch, send, ben):
    switch("withdrawn", "early")
    proposal = send(ben)
    services.withdraw(proposal, by=ben)
    row = Settlement.objects.get()
    assert (row.proposal, row.outcome) == (proposal, "withdrawn")
    assert settlement.settle_due(row.due_at) == 1
    proposal.refresh_from_db()
    assert (balance(ben), proposal.refunded_for) == (40, "withdrawn")
    assert settlement.settle_due(clock.now().replace(year=2090)) == 0
    assert_books_balance()


def test_a_boost_that_was_spent_is_given_up_too(proposal, ada, ben, reach):
    bid(proposal, 20)
    services.view(proposal, by=ada)
    proposal.refresh_from_db()
    assert forfeits(proposal) == (
        "If this job is cancelled you would get 4 Connects back; if it is removed, 24 Connects, the spent boost among "
        "them. Withdrawing gives that up."
    )


def test_even_of_a_proposal_that_cost_nothing(job, ada, ben, fund):
    fund(ben, 40)
    services.invite(job, person=ben, by=ada)
    proposal = services.submit(job, author=ben, letter=LETTER, bid_minor=45_000, answers={}, boost=20)
    services.view(proposal, by=ada)
    assert forfeits(proposal).startswith("If this job is removed you would get 20 Connects back.")
