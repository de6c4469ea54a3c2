"""What happens at the same instant in a conversation, on PostgreSQL; controls without the lock fail.

The stage decides the refund: an acceptance comes before a cancellation or after it, and the Connects follow.
"""

from functools import partial

import pytest

from jobs import activity, closing
from jobs import services as jobs
from jobs.errors import JobEnded
from jobs.models import JobClosure, Jobs
from proposals import pending, services, settlement
from proposals.errors import TooLate
from proposals.models import Interview, Message, Proposal, Settlement, Stage, State, Thread
from proposals.talk import interviews, writing
from proposals.talk.errors import AlreadyAnswered, AlreadyInvited
from tests.books import assert_books_balance
from tests.races import ORDERS, ROUNDS, held_open, runners, unlocked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _plenty(fund, ben):
    fund(ben, 1_000)


@pytest.fixture
def window(monkeypatch):
    """Whoever has read a job holds the reading for a moment: the lock, not luck, must keep others out."""
    slowly = held_open(activity.lock_published)
    for module in (activity, closing):
        monkeypatch.setattr(module, "lock_published", slowly)


@pytest.fixture
def no_job_lock(monkeypatch, window):
    monkeypatch.setattr(Jobs, "select_for_update", unlocked)


@pytest.fixture
def invited(send, post, ben, ada):
    """Another job, another proposal, an invitation that waits: `invited()`."""

    def make():
        return interviews.invite(send(ben, job=post()), by=ada)

    return make


def again(interview):
    """As another request reads it."""
    return Interview.objects.select_related("proposal__job", "proposal__author").get(pk=interview.pk)


def accept(interview, ben):
    return interviews.accept(again(interview), by=ben)


# --- acceptance against cancellation: the stage decides the refund ---


def accept_and_cancel_agree(threads, interview, ada, ben):
    """Interviewing before the end and nothing back, or ended first, not interviewing, and refunded."""
    proposal = interview.proposal
    accepted, _ = threads.together(partial(accept, interview, ben), partial(jobs.cancel, proposal.job, by=ada))
    proposal.refresh_from_db()
    interview.refresh_from_db()
    promised, end = bool(pending.of_proposals([proposal.pk])), JobClosure.objects.get(job=proposal.job).at
    if proposal.stage == Stage.INTERVIEWING:
        return accepted is None and interview.answered_at < end and not promised
    return isinstance(accepted, JobEnded) and interview.standing == "open" and promised


def test_acceptance_against_cancellation(window, invited, ada, ben):
    with runners(2) as threads:
        assert all(accept_and_cancel_agree(threads, invited(), ada, ben) for _ in range(ROUNDS))
    settlement.settle_due(Settlement.objects.latest("due_at").due_at)
    refunded = Proposal.objects.filter(refunded_at__isnull=False)
    assert not refunded.filter(stage=Stage.INTERVIEWING).exists()
    assert not Proposal.objects.filter(refunded_at=None, stage=Stage.IN_DISCUSSION).exists()
    assert_books_balance()


def test_control_without_the_lock_somebody_interviews_for_a_job_that_has_ended(no_job_lock, invited, ada, ben):
    with runners(2) as threads:
        assert not all(accept_and_cancel_agree(threads, invited(), ada, ben) for _ in range(ORDERS))


# --- acceptance against the client's taking it back, and against a withdrawal ---


def accept_and_take_back_agree(threads, interview, ada, ben):
    calls = [partial(accept, interview, ben), lambda: interviews.take_back(again(interview), by=ada)]
    accepted, _ = threads.together(*calls)
    proposal = interview.proposal
    proposal.refresh_from_db()
    interview.refresh_from_db()
    kinds = list(Message.objects.filter(thread=proposal.pk).order_by("pk").values_list("kind", flat=True))
    if interview.standing == "accepted":
        return (proposal.state, kinds) == (State.INTERVIEWING, ["invited", "accepted"])
    refused = isinstance(accepted, AlreadyAnswered)
    return refused and (proposal.state, kinds) == (State.IN_DISCUSSION, ["invited", "taken_back"])


def test_acceptance_against_taking_it_back(window, invited, ada, ben):
    with runners(2) as threads:
        assert all(accept_and_take_back_agree(threads, invited(), ada, ben) for _ in range(ROUNDS))
    assert_books_balance()


def accept_and_withdraw_agree(threads, interview, ada, ben):
    proposal = interview.proposal
    accepted, _ = threads.together(partial(accept, interview, ben), partial(services.withdraw, proposal, by=ben))
    proposal.refresh_from_db()
    interview.refresh_from_db()
    if interview.standing == "accepted":
        return proposal.stage == Stage.INTERVIEWING
    return isinstance(accepted, TooLate) and (proposal.state, proposal.stage) == (State.WITHDRAWN, Stage.IN_DISCUSSION)


def test_acceptance_against_withdrawal(window, invited, ada, ben):
    with runners(2) as threads:
        assert all(accept_and_withdraw_agree(threads, invited(), ada, ben) for _ in range(ROUNDS))
    assert_books_balance()


# --- the same acceptance many times ---


def accepted_once(threads, interview, ben):
    results = threads.together(*[partial(accept, interview, ben)] * 8)
    said = Message.objects.filter(thread=interview.proposal_id, kind="accepted").count()
    return (set(results), said) == ({None}, 1)


def test_the_same_acceptance_eight_times_is_one(window, invited, ben):
    with runners(8) as threads:
        assert all(accepted_once(threads, invited(), ben) for _ in range(ROUNDS))
    assert_books_balance()


# --- two invitations, two beginnings ---


def invited_once(threads, proposal, ada):
    def invite():
        return interviews.invite(Proposal.objects.select_related("job").get(pk=proposal.pk), by=ada)

    results = threads.together(invite, invite)
    made = [result for result in results if isinstance(result, Interview)]
    refused = [result for result in results if isinstance(result, AlreadyInvited)]
    return (len(made), len(refused), Interview.objects.filter(proposal=proposal).count()) == (1, 1, 1)


def test_two_invitations_at_once_are_one(window, send, post, ben, ada):
    with runners(2) as threads:
        assert all(invited_once(threads, send(ben, job=post()), ada) for _ in range(ROUNDS))


def begun_once(threads, proposal, ada):
    """Two first messages: one conversation, one step, both said; the second stands where the step led."""

    def write():
        mine = Proposal.objects.select_related("job", "author").get(pk=proposal.pk)
        return writing.write(mine, by=ada, text="Hello Ben")

    results = threads.together(write, write)
    proposal.refresh_from_db()
    said = all(isinstance(result, Message) for result in results)
    threads_there = Thread.objects.filter(pk=proposal.pk).count()
    return said and (threads_there, proposal.state) == (1, State.IN_DISCUSSION)


def test_two_first_messages_begin_one_conversation(window, send, post, ben, ada):
    with runners(2) as threads:
        assert all(begun_once(threads, send(ben, job=post()), ada) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_two_first_messages_meet(no_job_lock, send, post, ben, ada):
    with runners(2) as threads:
        assert not all(begun_once(threads, send(ben, job=post()), ada) for _ in range(ORDERS))


def said_once(threads, proposal, ada):
    def write():
        mine = Proposal.objects.select_related("job", "author").get(pk=proposal.pk)
        return writing.write(mine, by=ada, text="Hello Ben", token="a1")

    results = threads.together(*[write] * 4)
    return len({result.pk for result in results}) == 1


def test_the_same_form_four_times_says_it_once(window, send, post, ben, ada):
    with runners(4) as threads:
        assert all(said_once(threads, send(ben, job=post()), ada) for _ in range(ROUNDS))
