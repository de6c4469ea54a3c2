"""Hiring, and what it means for the others."""

import pytest

from common import clock
from common.models import Mail, Notice
from jobs import services as jobs
from jobs.errors import JobEnded
from proposals import announcing, services
from proposals.errors import TooLate
from proposals.models import Contract, Stage, State
from talent import services as talent
from tests.books import assert_books_balance
from tests.hires import hire

pytestmark = pytest.mark.django_db


def test_hiring_begins_a_contract_and_is_counted(proposal, ada, ben, job):
    contract = hire(proposal, by=ada)
    job.refresh_from_db()
    ada.client_profile.refresh_from_db()
    assert (proposal.state, proposal.stage) == (State.HIRED, Stage.HIRED)
    assert (contract.proposal, contract.status) == (proposal, Contract.Status.ACTIVE)
    assert (job.hires_count, ada.client_profile.hires) == (1, 1)
    assert Notice.objects.get(person=ben, kind="hired").link == f"/proposals/{proposal.pk}/"
    assert "no escrow" in Mail.objects.get(to=ben.email, kind="hired").text


def test_a_hire_counts_on_the_freelancers_profile(proposal, ada, ben):
    profile = talent.open_profile(ben)
    hire(proposal, by=ada)
    profile.refresh_from_db()
    assert profile.hires_count == 1


def test_several_may_be_hired_and_the_job_stays_open_meanwhile(send, ada, ben, cleo, job):
    first, second = send(ben), send(cleo)
    hire(first, by=ada)
    hire(second, by=ada)
    job.refresh_from_db()
    assert (job.hires_count, job.is_open) == (2, True)


def test_hiring_twice_hires_once(proposal, ada, job):
    hire(proposal, by=ada)
    with pytest.raises(TooLate):
        hire(proposal, by=ada)
    job.refresh_from_db()
    assert (job.hires_count, Contract.objects.count()) == (1, 1)


def test_who_has_withdrawn_cannot_be_hired(proposal, ada, ben):
    services.withdraw(proposal, by=ben)
    with pytest.raises(TooLate):
        hire(proposal, by=ada)


def test_a_cancelled_job_hires_nobody(proposal, ada, job):
    jobs.cancel(job, by=ada)
    with pytest.raises(JobEnded):
        hire(proposal, by=ada)
    assert not Contract.objects.exists()


def test_filling_the_job_leaves_the_others_not_selected(send, ada, ben, cleo, job):
    mine, theirs = send(ben), send(cleo)
    hire(mine, by=ada)
    jobs.fill(job, by=ada)
    announcing.announce_due(clock.now())
    for each in (mine, theirs):
        each.refresh_from_db()
    assert (mine.state, theirs.state, theirs.stage) == (State.HIRED, State.NOT_SELECTED, Stage.SUBMITTED)
    assert "not selected" in Notice.objects.get(person=cleo, kind="job_filled").text
    assert "not selected" not in Notice.objects.get(person=ben, kind="job_filled").text
    assert_books_balance()


def test_removing_the_job_ends_running_contracts(proposal, ada, olga, job):
    contract = hire(proposal, by=ada)
    jobs.remove(job, by=olga, violation="fraud", reason="Asks for a deposit")
    contract.refresh_from_db()
    assert contract.status == Contract.Status.ENDED
    assert contract.ended_at is not None
