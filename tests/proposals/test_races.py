"""What happens at the same instant, again and again on PostgreSQL. Each has a control: without the lock it fails."""

from functools import partial

import pytest

from connects import services as connects
from jobs import activity, closing
from jobs import services as jobs
from jobs.errors import JobEnded, JobNotOpen
from jobs.models import JobClosure, Jobs
from proposals import pending, services, settlement
from proposals.errors import AlreadySent
from proposals.models import Contract, Outcome, Proposal, Settlement, Stage, State
from proposals.services import applying
from tests.books import assert_books_balance
from tests.hires import terms
from tests.proposals.conftest import LETTER
from tests.races import ORDERS, ROUNDS, held_open, runners, unlocked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(monkeypatch):
    """Whoever has read a job holds the reading for a moment: the lock, not luck, must keep others out."""
    slowly = held_open(activity.lock_published)
    for module in (activity, closing):
        monkeypatch.setattr(module, "lock_published", slowly)


@pytest.fixture
def no_job_lock(monkeypatch, window):
    monkeypatch.setattr(Jobs, "select_for_update", unlocked)
    # One person's own row, held against a ban, would keep their proposals apart as well.
    monkeypatch.setattr(applying.standing, "check_may_act", lambda person: None)


def submit(job, ben):
    return services.submit(job, author=ben, letter=LETTER, bid_minor=45_000, answers={})


# --- the same proposal 32 times ---


def one_proposal_one_charge(threads, job, ben):
    """31 are told that it has been sent, in those words; one proposal, one charge."""
    results = threads.together(*[partial(submit, job, ben)] * 32)
    sent = [result for result in results if isinstance(result, Proposal)]
    refused = [result for result in results if isinstance(result, AlreadySent)]
    proposal = Proposal.objects.filter(job=job)
    charges = connects.wallet_of(ben).transactions.filter(kind="spend", cause__in=[p.reference for p in proposal])
    job.refresh_from_db()
    return (len(sent), len(refused), proposal.count(), charges.count(), job.proposals_count) == (1, 31, 1, 1, 1)


def test_the_same_proposal_32_times_is_one_proposal_and_one_charge(post, ben, fund):
    fund(ben, 400)
    with runners(32) as threads:
        assert all(one_proposal_one_charge(threads, post(), ben) for _ in range(ROUNDS))
    assert connects.balance_of(ben) == 440 - 4 * ROUNDS
    assert_books_balance()


def test_control_without_the_lock_on_the_job_the_32_do_not_come_out_clean(no_job_lock, post, ben, fund):
    fund(ben, 400)
    with runners(32) as threads:
        assert not all(one_proposal_one_charge(threads, post(), ben) for _ in range(ORDERS))


# --- cancel against accepting an offer ---


def cancel_and_accept_agree(threads, proposal, ada):
    """Whichever came first, the other knew of it: hired before, or the job was cancelled before any hire.

    The switched cell refunds whoever was offered the work, so that a refund shows which of the two it was.
    """
    job, offer = proposal.job, services.offer(proposal, terms(proposal), by=ada)
    _, hired = threads.together(partial(jobs.cancel, job, by=ada), partial(services.accept, offer, by=proposal.author))
    closure, row = JobClosure.objects.filter(job=job).first(), Settlement.objects.filter(job=job).first()
    if closure is None or row is None:
        # Without the lock the database may break a deadlock, and the cancellation with it.
        return False
    refunded = bool(pending.of_proposals([proposal.pk]))
    offer.refresh_from_db()
    if isinstance(hired, Contract):
        known = closure.after_hire and row.outcome == Outcome.AFTER_HIRE and offer.status == "accepted"
        return known and not refunded
    over = row.outcome == Outcome.CANCELLED and offer.status == "over"
    return isinstance(hired, JobEnded) and over and refunded


def test_cancel_against_accepting_an_offer(window, switch, post, send, ada, ben, fund):
    switch("cancelled", "late")
    fund(ben, 400)
    with runners(2) as threads:
        assert all(cancel_and_accept_agree(threads, send(ben, job=post()), ada) for _ in range(ROUNDS))
    settlement.settle_due(Settlement.objects.latest("due_at").due_at)
    assert Proposal.objects.filter(refunded_at=None, state=State.OFFERED).count() == 0
    assert Proposal.objects.filter(refunded_at__isnull=False, state=State.HIRED).count() == 0
    assert_books_balance()


def test_control_without_the_lock_somebody_is_hired_on_a_job_cancelled_before_any_hire(
    no_job_lock, switch, post, send, ada, ben
):
    switch("cancelled", "late")
    with runners(2) as threads:
        assert not all(cancel_and_accept_agree(threads, send(ben, job=post()), ada) for _ in range(ORDERS))


# --- cancel against withdraw ---


def cancel_and_withdraw_agree(threads, proposal, ada, ben):
    """Withdrawn means withdrawn before: afterwards the refund is promised and there is nothing left to withdraw."""
    job = proposal.job
    _, taken = threads.together(partial(jobs.cancel, job, by=ada), partial(services.withdraw, proposal, by=ben))
    proposal.refresh_from_db()
    promised = bool(pending.of_proposals([proposal.pk]))
    if proposal.state == State.WITHDRAWN:
        return taken is None and proposal.withdrawn_at < JobClosure.objects.get(job=job).at and not promised
    return isinstance(taken, JobEnded) and promised


def test_cancel_against_withdraw(window, post, send, ada, ben, fund):
    fund(ben, 400)
    with runners(2) as threads:
        assert all(cancel_and_withdraw_agree(threads, send(ben, job=post()), ada, ben) for _ in range(ROUNDS))
    settlement.settle_due(Settlement.objects.latest("due_at").due_at)
    assert Proposal.objects.filter(refunded_at__isnull=False, state=State.WITHDRAWN).count() == 0
    assert Proposal.objects.filter(refunded_at=None, state=State.SUBMITTED).count() == 0
    assert_books_balance()


def test_control_without_the_lock_a_withdrawal_slips_in_after_the_cancellation(
    no_job_lock, post, send, ada, ben, fund
):
    fund(ben, 400)
    with runners(2) as threads:
        assert not all(cancel_and_withdraw_agree(threads, send(ben, job=post()), ada, ben) for _ in range(ORDERS))


# --- cancel against sending ---


def cancel_and_submit_agree(threads, job, ada, ben):
    """Either it was sent, paid and is refunded, or the job had ended and nothing was taken."""
    before = connects.balance_of(ben)
    _, sent = threads.together(partial(jobs.cancel, job, by=ada), partial(submit, job, ben))
    job.refresh_from_db()
    if isinstance(sent, Proposal):
        promised = bool(pending.of_proposals([sent.pk]))
        closed_after = sent.sent_at < JobClosure.objects.get(job=job).at
        return promised and closed_after and (connects.balance_of(ben), job.proposals_count) == (before - 4, 1)
    return isinstance(sent, JobNotOpen) and (connects.balance_of(ben), job.proposals_count) == (before, 0)


def test_cancel_against_sending(window, post, ada, ben, fund):
    fund(ben, 400)
    with runners(2) as threads:
        assert all(cancel_and_submit_agree(threads, post(), ada, ben) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_a_proposal_is_sent_for_a_job_that_has_ended(no_job_lock, post, ada, ben, fund):
    fund(ben, 400)
    with runners(2) as threads:
        assert not all(cancel_and_submit_agree(threads, post(), ada, ben) for _ in range(ORDERS))


# --- settling twice at once ---


def two_sweepers_agree(threads, job):
    """Together they give each proposal back once, and count each once."""
    row = Settlement.objects.get(job=job)
    results = threads.together(*[partial(settlement.settle, row.pk, at=row.due_at)] * 2)
    settlement.settle(row.pk, at=row.due_at)
    row.refresh_from_db()
    number = job.proposals.count()
    refunded = job.proposals.filter(refunded_at__isnull=False).count()
    return (sum(results), refunded, row.refunds, row.connects) == (number, number, number, 4 * number)


@pytest.fixture
def cancelled(monkeypatch, person, fund, post, send, ada):
    """A cancelled job with six proposals, refunded two at a time: `cancelled()`."""
    monkeypatch.setattr(settlement, "_GROUP", 2)
    people = [person(f"Freelancer{number}", freelancer=True) for number in range(6)]
    for somebody in people:
        fund(somebody, 400)

    def make():
        job = post()
        for somebody in people:
            send(somebody, job=job)
        jobs.cancel(job, by=ada)
        return job

    return make


def test_two_sweepers_at_one_settlement(cancelled):
    with runners(2) as threads:
        assert all(two_sweepers_agree(threads, cancelled()) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_its_lock_two_sweepers_count_the_same_refunds_twice(monkeypatch, cancelled):
    monkeypatch.setattr(settlement, "_hold", lambda pk: True)
    monkeypatch.setattr(type(Proposal.objects.all()), "select_for_update", unlocked)
    with runners(2) as threads:
        assert not all(two_sweepers_agree(threads, cancelled()) for _ in range(ORDERS))
    # Even so nobody is refunded twice: each refund has a reference of its own.
    assert_books_balance()


# --- a cancellation and a removal, settled at once ---


def two_endings_agree(threads, job):
    """What one of them is refunding is not done by the other, and neither stops before all is done."""
    rows = list(Settlement.objects.filter(job=job).order_by("id"))
    at = max(row.due_at for row in rows)
    results = threads.together(*[partial(settlement.settle, row.pk, at=at) for row in rows])
    left = job.proposals.filter(refunded_at=None).count()
    counted = sum(Settlement.objects.filter(job=job).values_list("refunds", flat=True))
    return (left, sum(results), counted) == (0, 7, 7)


@pytest.fixture
def ended_twice(monkeypatch, person, fund, post, send, reach, ada, olga):
    """A job that was cancelled and then removed, refunded three at a time: `ended_twice()`."""
    monkeypatch.setattr(settlement, "_GROUP", 3)
    people = [person(f"Freelancer{number}", freelancer=True) for number in range(7)]
    for somebody in people:
        fund(somebody, 400)

    def make():
        job = post()
        *_, last = [send(somebody, job=job) for somebody in people]
        # Only the removal refunds this one.
        reach(last, Stage.INTERVIEWING)
        jobs.cancel(job, by=ada)
        jobs.remove(job, by=olga, violation="fraud", reason="Asks for a deposit")
        return job

    return make


def test_a_cancellation_and_a_removal_settled_at_once(ended_twice):
    with runners(2) as threads:
        assert all(two_endings_agree(threads, ended_twice()) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_on_the_proposals_both_count_the_same_refunds(monkeypatch, ended_twice):
    monkeypatch.setattr(type(Proposal.objects.all()), "select_for_update", unlocked)
    with runners(2) as threads:
        assert not all(two_endings_agree(threads, ended_twice()) for _ in range(ORDERS))
    assert_books_balance()
