"""Refunds when a job ends: announced at once, done when due. The cells stand in `test_matrix_cell_by_cell`."""

from datetime import timedelta

import pytest

from common import clock, policies
from connects import causes
from connects import services as connects
from jobs import services as jobs
from jobs.models import JobPolicy
from proposals import pending, services, settlement
from proposals.models import Outcome, Proposal, RefundTiming, Settlement, Stage
from tests.books import assert_books_balance
from tests.hires import hire
from tests.proposals.conftest import balance

pytestmark = pytest.mark.django_db


def settle_all():
    """Everything that has been announced, as if its time had come."""
    return settlement.settle_due(clock.now() + timedelta(days=60))


def test_cancelling_gives_ben_his_connects_back_into_the_lots_they_came_from(fund, send, ada, ben, job):
    fund(ben, 3, lives_days=10)
    proposal = send(ben)
    wallet = connects.wallet_of(ben)
    before = {lot.pk: lot.remaining for lot in wallet.lots.all()}
    assert sorted(before.values()) == [0, 39]
    jobs.cancel(job, by=ada)
    assert settle_all() == 1
    assert sorted(lot.remaining for lot in wallet.lots.all()) == [3, 40]
    refund = wallet.transactions.get(reference=f"refund:proposal:{proposal.pk}")
    assert (refund.kind, refund.amount, refund.reverses.reference) == ("refund", 4, f"proposal:{proposal.pk}")
    assert refund.reason == (
        "The client cancelled the job before anyone was hired. Market rules: The client cancels the job before anyone "
        "is hired / Submitted, viewed, shortlisted or in discussion."
    )
    assert_books_balance()


def test_a_refund_is_announced_at_once_and_done_24_hours_later(proposal, ada, ben, job):
    jobs.cancel(job, by=ada)
    row = Settlement.objects.get()
    assert row.due_at - row.announced_at == timedelta(hours=24)
    assert row.alarm_at - row.announced_at == timedelta(hours=48)
    (waiting,) = causes.pending_refunds(proposal.wallet_id)
    assert (waiting.connects, waiting.due_at, waiting.cause) == (4, row.due_at, f"proposal:{proposal.pk}")
    assert waiting.reason.startswith("The client cancelled the job before anyone was hired. Market rules:")
    assert settlement.settle_due(row.due_at - timedelta(seconds=1)) == 0
    assert balance(ben) == 36
    assert settlement.settle_due(row.due_at) == 1
    assert balance(ben) == 40
    assert causes.pending_refunds(proposal.wallet_id) == []
    row.refresh_from_db()
    assert (row.settled_at, row.refunds, row.connects) == (row.due_at, 1, 4)
    assert_books_balance()


def test_settling_twice_refunds_once(proposal, ada, ben, job):
    jobs.cancel(job, by=ada)
    assert (settle_all(), settle_all()) == (1, 0)
    Settlement.objects.update(settled_at=None)
    assert settle_all() == 0
    assert balance(ben) == 40
    assert_books_balance()


def test_ending_a_job_writes_one_row_and_asks_the_same_number_of_queries_however_many_proposals_it_has(
    person, fund, post, send, ada, django_assert_num_queries, django_assert_max_num_queries
):
    small, large = post(title="Small"), post(title="Large")
    for number in range(20):
        somebody = person(f"Freelancer{number}", freelancer=True)
        fund(somebody, 40)
        send(somebody, job=large)
        if number < 2:
            send(somebody, job=small)
    with clock.at(clock.now()):
        with django_assert_max_num_queries(40) as counted:
            jobs.cancel(small, by=ada)
        with django_assert_num_queries(len(counted.captured_queries)):
            jobs.cancel(large, by=ada)
    assert Settlement.objects.count() == 2
    assert settle_all() == 22
    assert_books_balance()


def test_it_is_the_policy_the_proposal_was_sent_under_that_decides(send, switch, ada, ben, cleo, job):
    old = send(ben)
    switch("cancelled", "early", on=False)
    new = send(cleo)
    jobs.cancel(job, by=ada)
    assert set(pending.of_proposals([old.pk, new.pk])) == {old.pk}
    settle_all()
    assert (balance(ben), balance(cleo)) == (40, 36)
    assert_books_balance()


def test_switching_after_the_job_was_cancelled_changes_nothing_any_more(proposal, switch, ada, ben, job):
    jobs.cancel(job, by=ada)
    switch("cancelled", "early", on=False)
    settle_all()
    assert balance(ben) == 40
    assert_books_balance()


def test_the_furthest_stage_decides_not_the_label(send, reach, ada, ben, cleo, job):
    declined, interviewed = send(ben), send(cleo)
    services.shortlist(declined, by=ada)
    services.decline(declined, by=ada, reason="Budget")
    reach(interviewed, Stage.INTERVIEWING)
    services.decline(interviewed, by=ada, reason="Budget")
    jobs.cancel(job, by=ada)
    settle_all()
    assert (balance(ben), balance(cleo)) == (40, 36)
    assert_books_balance()


def test_once_somebody_is_hired_cancelling_refunds_nobody(send, ada, ben, cleo, job):
    hire(send(ben), by=ada)
    send(cleo)
    jobs.cancel(job, by=ada)
    assert Settlement.objects.get().outcome == Outcome.AFTER_HIRE
    settle_all()
    assert (balance(ben), balance(cleo)) == (36, 36)
    assert_books_balance()


def test_passed_over_follows_its_switch_when_the_job_is_filled(send, switch, ada, ben, cleo, job):
    switch("passed_over", "early")
    hire(send(ben), by=ada)
    theirs = send(cleo)
    jobs.fill(job, by=ada)
    settle_all()
    theirs.refresh_from_db()
    assert (balance(ben), balance(cleo), theirs.refunded_for) == (36, 40, Outcome.PASSED_OVER)
    assert_books_balance()


def test_passed_over_follows_its_switch_when_the_job_expires(send, switch, ben, job):
    switch("passed_over", "early")
    proposal = send(ben)
    jobs.expire_due(job.expires_at)
    settlement.settle_due(job.expires_at + timedelta(days=1))
    proposal.refresh_from_db()
    assert (balance(ben), proposal.refunded_for) == (40, Outcome.PASSED_OVER)
    assert_books_balance()


def test_a_removal_after_a_cancellation_refunds_only_what_is_not_yet_refunded(send, reach, ada, ben, cleo, olga, job):
    early, late = send(ben), send(cleo)
    reach(late, Stage.OFFERED)
    jobs.cancel(job, by=ada)
    assert settle_all() == 1
    jobs.remove(job, by=olga, violation="fraud", reason="Asks for a deposit")
    assert set(pending.of_proposals([early.pk, late.pk])) == {late.pk}
    assert settle_all() == 1
    for each in (early, late):
        each.refresh_from_db()
    assert (early.refunded_for, late.refunded_for) == (Outcome.CANCELLED, Outcome.REMOVED)
    assert (balance(ben), balance(cleo)) == (40, 40)
    assert_books_balance()


def test_a_removal_while_the_cancellation_is_pending_keeps_the_earlier_promise(proposal, ada, ben, olga, job):
    now = clock.now()
    jobs.cancel(job, by=ada)
    with clock.at(now + timedelta(hours=10)):
        jobs.remove(job, by=olga, violation="fraud", reason="Asks for a deposit")
    cancelled, removed = Settlement.objects.order_by("id")
    waiting = pending.of_proposals([proposal.pk])[proposal.pk]
    assert (waiting.due_at, waiting.verdict.outcome) == (cancelled.due_at, Outcome.CANCELLED)
    assert len(causes.pending_refunds(proposal.wallet_id)) == 1
    assert settlement.settle_due(cancelled.due_at) == 1
    assert settlement.settle_due(removed.due_at) == 0
    assert not Settlement.objects.filter(settled_at=None).exists()
    assert balance(ben) == 40
    assert_books_balance()


def test_a_removal_after_expiry_refunds_everybody_who_did_not_withdraw(send, ben, cleo, olga, job):
    send(ben)
    services.withdraw(send(cleo), by=cleo)
    jobs.expire_due(job.expires_at)
    jobs.remove(job, by=olga, violation="illegal", reason="Not allowed here")
    settlement.settle_due(job.expires_at + timedelta(days=3))
    assert (balance(ben), balance(cleo)) == (40, 36)
    assert_books_balance()


def test_a_job_without_proposals_is_settled_without_any_fuss(ada, job):
    jobs.cancel(job, by=ada)
    assert settle_all() == 0
    assert Settlement.objects.get().settled_at is not None


def test_refunds_go_group_by_group_and_none_is_left_out(monkeypatch, person, fund, send, ada, job):
    monkeypatch.setattr(settlement, "_GROUP", 2)
    for number in range(7):
        somebody = person(f"Freelancer{number}", freelancer=True)
        fund(somebody, 5)
        send(somebody)
    jobs.cancel(job, by=ada)
    assert settle_all() == 7
    row = Settlement.objects.get()
    assert (row.refunds, row.connects) == (7, 28)
    assert not Proposal.objects.filter(refunded_at=None).exists()
    assert_books_balance()


def test_one_refund_that_fails_keeps_nobody_else_from_theirs_and_is_tried_again(send, ada, ben, cleo, job):
    broken, fine = send(ben), send(cleo)
    # The books do not know this spend: what a refund finds after somebody has meddled with the tables.
    Proposal.objects.filter(pk=broken.pk).update(id=9_999)
    jobs.cancel(job, by=ada)
    due = Settlement.objects.get().due_at
    assert settlement.settle_due(due) == 1
    fine.refresh_from_db()
    row = Settlement.objects.get()
    assert fine.refunded_at is not None
    assert (row.settled_at, row.try_at) == (None, due + timedelta(minutes=15))
    Proposal.objects.filter(pk=9_999).update(id=broken.pk)
    assert settlement.settle_due(row.try_at) == 1
    assert (balance(ben), balance(cleo)) == (40, 40)
    assert_books_balance()


def test_the_next_due_instant_is_the_earliest_of_those_waiting(send, ada, ben, job):
    assert settlement.next_due() is None
    send(ben)
    jobs.cancel(job, by=ada)
    row = Settlement.objects.get()
    assert settlement.next_due() == row.due_at
    settlement.settle_due(row.due_at)
    assert settlement.next_due() is None


def test_other_hours_hold_from_the_next_ending_on(send, post, ada, ben, olga):
    first, second = post(title="First"), post(title="Second")
    jobs.cancel(first, by=ada)
    policies.change(RefundTiming.objects.get(), actor=olga, reason="Faster", due_hours=2, alarm_hours=4)
    jobs.cancel(second, by=ada)
    hours = [row.due_at - row.announced_at for row in Settlement.objects.order_by("id")]
    assert hours == [timedelta(hours=24), timedelta(hours=2)]


def test_a_refund_into_a_lot_that_has_lapsed_meanwhile_lapses_at_once(person, fund, send, ada, job):
    dora = person("Dora", freelancer=True)
    fund(dora, 4, lives_days=1)
    send(dora)
    with clock.at(clock.now() + timedelta(hours=20)):
        jobs.cancel(job, by=ada)
        due = Settlement.objects.get().due_at
    with clock.at(due):
        settlement.settle_due(due)
        assert balance(dora) == 0
    kinds = list(connects.wallet_of(dora).transactions.order_by("id").values_list("kind", flat=True))
    assert kinds == ["grant", "spend", "refund", "expire"]
    assert_books_balance()


def test_the_history_names_the_proposal_and_links_to_it(proposal, job):
    found = causes.resolve([proposal.reference, "proposal:999999"])
    assert found[proposal.reference].text == f"Proposal: {job.title}"
    assert found[proposal.reference].url == f"/proposals/{proposal.pk}/"
    assert len(found) == 1


def test_pending_refunds_of_a_wallet_take_a_query_for_proposals_and_one_for_boosts(
    person, fund, post, send, ada, ben, django_assert_num_queries
):
    fund(ben, 200)
    for number in range(6):
        job = post(title=f"Job {number}")
        send(ben, job=job)
        if number % 2:
            jobs.cancel(job, by=ada)
    wallet = connects.wallet_of(ben)
    with django_assert_num_queries(2):
        assert len(causes.pending_refunds(wallet.pk)) == 3


def test_a_job_that_stays_open_longer_changes_nothing_about_its_refunds(proposal, ada, ben, job):
    JobPolicy.objects.update(open_days=90)
    jobs.cancel(job, by=ada)
    settle_all()
    assert balance(ben) == 40
    assert_books_balance()
