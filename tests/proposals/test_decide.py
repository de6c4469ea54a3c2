"""What the client decides: view, shortlist, decline with a reason, archive."""

import pytest

from common.models import Mail, Notice
from jobs import services as jobs
from jobs.errors import JobEnded
from proposals import services
from proposals.errors import NotYours, ReasonNeeded, TooLate
from proposals.models import Settlement, Stage, State
from tests.books import assert_books_balance
from tests.hires import hire

pytestmark = pytest.mark.django_db


def standing(proposal):
    proposal.refresh_from_db()
    return proposal.state, proposal.stage


def test_opening_marks_it_viewed_once_and_tells_its_author(proposal, ada, ben):
    assert services.view(proposal, by=ada)
    assert not services.view(proposal, by=ada)
    assert standing(proposal) == (State.VIEWED, Stage.VIEWED)
    assert Notice.objects.get(person=ben).kind == "proposal_viewed"


def test_opening_after_the_job_has_ended_changes_nothing(proposal, ada, job):
    jobs.cancel(job, by=ada)
    assert not services.view(proposal, by=ada)
    assert standing(proposal) == (State.SUBMITTED, Stage.SUBMITTED)


def test_opening_never_takes_a_proposal_back(proposal, ada):
    services.shortlist(proposal, by=ada)
    services.view(proposal, by=ada)
    assert standing(proposal) == (State.SHORTLISTED, Stage.SHORTLISTED)


def test_the_short_list_is_counted_on_the_job(proposal, ada, job):
    services.shortlist(proposal, by=ada)
    job.refresh_from_db()
    assert (job.shortlisted_count, standing(proposal)) == (1, (State.SHORTLISTED, Stage.SHORTLISTED))
    with pytest.raises(TooLate):
        services.shortlist(proposal, by=ada)
    services.unshortlist(proposal, by=ada)
    job.refresh_from_db()
    # Off the list, but how far it had come stays on record.
    assert (job.shortlisted_count, standing(proposal)) == (0, (State.VIEWED, Stage.SHORTLISTED))


@pytest.mark.parametrize("end", ["decline", "withdraw", "hire"])
def test_whoever_leaves_the_short_list_is_taken_off_its_count(proposal, ada, ben, job, end):
    services.shortlist(proposal, by=ada)
    if end == "withdraw":
        services.withdraw(proposal, by=ben)
    elif end == "hire":
        hire(proposal, by=ada)
    else:
        services.decline(proposal, by=ada, reason="Budget")
    job.refresh_from_db()
    assert job.shortlisted_count == 0


def test_declining_says_why_to_the_author(proposal, ada, ben):
    services.decline(proposal, by=ada, reason="  Above the budget ")
    assert standing(proposal) == (State.DECLINED, Stage.SUBMITTED)
    assert proposal.decline_reason == "Above the budget"
    assert Notice.objects.get(person=ben).kind == "declined"
    assert "Above the budget" in Mail.objects.get(to=ben.email).text


def test_declining_asks_why(proposal, ada):
    with pytest.raises(ReasonNeeded):
        services.decline(proposal, by=ada, reason=" ")
    assert standing(proposal) == (State.SUBMITTED, Stage.SUBMITTED)


def test_declining_gives_nothing_back_while_its_switch_is_off(proposal, ada):
    services.decline(proposal, by=ada, reason="Budget")
    assert not Settlement.objects.exists()
    assert_books_balance()


def test_declining_announces_a_refund_when_the_rules_it_was_sent_under_give_one(switch, send, ada, ben):
    switch("passed_over", "early")
    proposal = send(ben)
    services.decline(proposal, by=ada, reason="Budget")
    row = Settlement.objects.get()
    assert (row.proposal, row.closure, row.outcome) == (proposal, None, "passed_over")


def test_what_has_been_declined_stays_declined(proposal, ada):
    services.decline(proposal, by=ada, reason="Budget")
    for again in (services.shortlist, hire):
        with pytest.raises(TooLate):
            again(proposal, by=ada)
    with pytest.raises(TooLate):
        services.decline(proposal, by=ada, reason="Budget")


def test_archiving_is_the_clients_own_tidying_and_changes_no_state(proposal, ada, ben):
    services.archive(proposal, by=ada)
    services.archive(proposal, by=ada)
    assert standing(proposal) == (State.SUBMITTED, Stage.SUBMITTED)
    assert proposal.archived_at is not None
    assert not Notice.objects.filter(person=ben).exists()
    services.unarchive(proposal, by=ada)
    proposal.refresh_from_db()
    assert proposal.archived_at is None


def test_shortlisting_takes_it_out_of_the_archive(proposal, ada):
    services.archive(proposal, by=ada)
    services.shortlist(proposal, by=ada)
    assert proposal.archived_at is None


@pytest.mark.parametrize("verb", ["view", "shortlist", "unshortlist", "archive", "unarchive"])
def test_nobody_but_the_client_decides(proposal, ben, charlie, verb):
    for somebody in (ben, charlie):
        with pytest.raises(NotYours):
            getattr(services, verb)(proposal, by=somebody)
    with pytest.raises(NotYours):
        services.decline(proposal, by=charlie, reason="Budget")


def test_nothing_is_decided_once_the_job_has_ended(proposal, ada, job):
    jobs.cancel(job, by=ada)
    for verb in (services.shortlist, services.unshortlist, hire):
        with pytest.raises(JobEnded):
            verb(proposal, by=ada)
    with pytest.raises(JobEnded):
        services.decline(proposal, by=ada, reason="Budget")
    assert standing(proposal) == (State.SUBMITTED, Stage.SUBMITTED)


def test_a_paused_job_is_still_decided_on(proposal, ada, job):
    jobs.pause(job, by=ada)
    services.shortlist(proposal, by=ada)
    assert standing(proposal) == (State.SHORTLISTED, Stage.SHORTLISTED)
