"""Offers, contracts, reviews and invitations at the same instant on PostgreSQL, again and again, with controls."""

from functools import partial

import pytest

from accounts.models import User
from common import clock
from connects import referrals
from connects import services as connects
from connects.models import ReferralPolicy
from jobs import activity, closing
from jobs.models import Jobs
from proposals import boosts, services
from proposals.errors import AlreadyInvited, AlreadySent, ContractOver, OfferGone
from proposals.models import BoostAuction, Contract, HiringPolicy, JobInvitation, Offer, Proposal, Review
from proposals.services import applying, inviting, offering, reviewing
from talent import services as talent
from tests.books import assert_books_balance
from tests.hires import hire, terms
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
    monkeypatch.setattr(inviting, "_check_both_there", lambda client, person: None)


@pytest.fixture
def plenty(db, ben, fund):
    HiringPolicy.objects.update(invitations_per_job=30_000, invitations_per_day=30_000)
    fund(ben, 4_000)


# --- invited, and applying 32 times ---


def apply_once_for_nothing(threads, job, ada, ben) -> bool:
    services.invite(job, person=ben, by=ada)
    before = connects.balance_of(ben)
    apply = partial(services.submit, job, author=ben, letter=LETTER, bid_minor=45_000, answers={})
    results = threads.together(*[apply] * 32)
    sent = [each for each in results if isinstance(each, Proposal)]
    refused = [each for each in results if isinstance(each, AlreadySent)]
    rows = list(Proposal.objects.filter(job=job).values_list("paid", flat=True))
    return (len(sent), len(refused), rows, connects.balance_of(ben)) == (1, 31, [0], before)


def test_an_invited_proposal_sent_32_times_is_one_and_free(plenty, post, ada, ben):
    with runners(32) as threads:
        assert all(apply_once_for_nothing(threads, post(), ada, ben) for _ in range(ROUNDS))
    assert not connects.wallet_of(ben).transactions.filter(kind="spend").exists()
    assert_books_balance()


def test_control_without_the_lock_on_the_job_it_does_not_come_out_clean(no_job_lock, plenty, post, ada, ben):
    with runners(32) as threads:
        assert not all(apply_once_for_nothing(threads, post(), ada, ben) for _ in range(ORDERS))


# --- invited twice at once ---


def invited_once(threads, job, ada, ben) -> bool:
    results = threads.together(*[partial(services.invite, job, person=ben, by=ada)] * 4)
    made = [each for each in results if isinstance(each, JobInvitation)]
    refused = [each for each in results if isinstance(each, AlreadyInvited)]
    return (len(made), len(refused)) == (1, 3)


def test_invited_at_once_somebody_is_invited_once(plenty, post, ada, ben):
    with runners(4) as threads:
        assert all(invited_once(threads, post(), ada, ben) for _ in range(ROUNDS))


def test_control_without_the_locks_only_the_constraint_refuses(no_job_lock, plenty, monkeypatch, post, ada, ben):
    # The client's own row, held for the day's limit, would serialise them as well.
    monkeypatch.setattr(inviting, "_check_limits", lambda job, client: None)
    with runners(4) as threads:
        assert not all(invited_once(threads, post(), ada, ben) for _ in range(ORDERS))


# --- applying against an offer unasked ---


def one_proposal(threads, job, ada, ben) -> bool:
    """Whichever came first, there is one proposal, and it was paid exactly when he sent it; the other hears of it."""
    before = connects.balance_of(ben)
    results = threads.together(
        partial(services.submit, job, author=ben, letter=LETTER, bid_minor=45_000, answers={}),
        partial(services.offer_unasked, job, terms(), to=ben, by=ada),
    )
    [row] = Proposal.objects.filter(job=job)
    paid = before - connects.balance_of(ben)
    told = sum(isinstance(each, AlreadySent) for each in results) == 1
    return told and (paid, Offer.objects.filter(proposal=row).count()) == ((4, 0) if row.origin == "sent" else (0, 1))


def test_applying_against_an_offer_unasked(plenty, window, post, ada, ben):
    with runners(2) as threads:
        assert all(one_proposal(threads, post(), ada, ben) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_only_the_constraint_refuses_the_second(no_job_lock, plenty, post, ada, ben):
    with runners(2) as threads:
        assert not all(one_proposal(threads, post(), ada, ben) for _ in range(ORDERS))
    # Even so he has not paid for a proposal that is not there.
    assert_books_balance()


# --- accepted, declined and taken back at once ---


def one_answer(threads, proposal, ada, ben, job) -> bool:
    offer = services.offer(proposal, terms(proposal), by=ada)
    results = threads.together(
        partial(services.accept, offer, by=ben),
        partial(services.accept, offer, by=ben),
        partial(services.decline_offer, offer, by=ben, reason="No"),
        partial(services.take_back, offer, by=ada),
    )
    refused = [each for each in results if isinstance(each, OfferGone)]
    offer.refresh_from_db()
    proposal.refresh_from_db()
    hired = Contract.objects.filter(proposal=proposal).count()
    job.refresh_from_db()
    states = {"accepted": "hired", "declined": "viewed", "taken_back": "viewed"}
    return (len(refused), proposal.state, hired, job.hires_count) == (
        3,
        states[offer.status],
        int(offer.status == "accepted"),
        int(offer.status == "accepted"),
    )


def test_an_offer_has_one_answer(plenty, window, post, send, ada, ben):
    with runners(4) as threads:
        for _ in range(ROUNDS):
            job = post()
            assert one_answer(threads, send(ben, job=job), ada, ben, job)
    assert_books_balance()


def test_control_when_nothing_asks_whether_it_is_open_an_offer_has_several_answers(
    monkeypatch, plenty, window, post, send, ada, ben
):
    # The job's lock only puts the four in a row; what decides is asked and taken in one statement.
    monkeypatch.setattr(type(Offer.objects.all()), "open", lambda rows: rows.all())
    with runners(4) as threads:
        job = post()
        assert not one_answer(threads, send(ben, job=job), ada, ben, job)


# --- accepted on one job while another of the same client's is cancelled; somebody bids on both ---


@pytest.fixture
def meeting(monkeypatch):
    """Whoever has one of the two locks holds it for a moment before the next."""
    monkeypatch.setattr(closing.record, "ended", held_open(closing.record.ended))
    monkeypatch.setattr(boosts, "close", held_open(boosts.close))


def both_happen(threads, post, send, ada, ben, cleo) -> bool:
    cancelled, filled = post(), post()
    for job in (cancelled, filled):
        services.boost(send(cleo, job=job), by=cleo, connects=2)
    proposal = send(ben, job=filled)
    offer = services.offer(proposal, terms(proposal), by=ada)
    acts = [partial(services.accept, offer, by=ben), partial(closing.cancel, cancelled, by=ada)]
    return not [each for each in threads.together(*acts) if isinstance(each, Exception)]


def test_an_acceptance_and_a_cancellation_do_not_wait_for_each_other(
    plenty, meeting, post, send, fund, ada, ben, cleo
):
    fund(cleo, 1_000)
    with runners(2) as threads:
        assert all(both_happen(threads, post, send, ada, ben, cleo) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_with_wallets_before_people_they_do(plenty, meeting, monkeypatch, post, send, fund, ada, ben, cleo):
    def backwards(proposal, offer, *, job):
        boosts.close(job, BoostAuction.Ending.HIRE, at=clock.now())
        return begin(proposal, offer, job=job)

    begin = offering.begin
    monkeypatch.setattr(offering, "begin", backwards)
    fund(cleo, 1_000)
    with runners(2) as threads:
        assert not all(both_happen(threads, post, send, ada, ben, cleo) for _ in range(ORDERS))


# --- finished twice at once ---


@pytest.fixture
def newcomers(db, ben):
    """People who came by Ben's link: `newcomers()`."""
    ReferralPolicy.objects.update(monthly_cap=10_000)
    numbers = iter(range(10_000))

    def make() -> User:
        name = f"new{next(numbers)}x"
        who = User.objects.create_user(
            f"{name}@example.com", None, name=name, freelancer_since=clock.now(), email_verified_at=clock.now()
        )
        connects.open_wallet(person=who)
        talent.open_profile(who)
        referrals.joined(who, code=referrals.code_of(ben).code)
        return who

    return make


def finished_once(threads, newcomer, job, ada, ben) -> bool:
    """One finish counts, one reward comes to each of both; whatever else is tried is told that it is over."""
    services.invite(job, person=newcomer, by=ada)
    sent = services.submit(job, author=newcomer, letter=LETTER, bid_minor=45_000, answers={})
    contract, before = hire(sent, by=ada), connects.balance_of(ben)
    copies = [Contract.objects.select_related("proposal__job__client", "proposal__author").get(pk=contract.pk)] * 3
    results = threads.together(*(partial(services.finish, each, by=ada) for each in copies))
    over = [each for each in results if isinstance(each, ContractOver)]
    newcomer.freelancer_profile.refresh_from_db()
    gains = connects.balance_of(ben) - before, connects.balance_of(newcomer)
    return (len(over), newcomer.freelancer_profile.contracts_finished, gains) == (2, 1, (20, 10))


def test_finished_at_once_it_counts_once(plenty, window, newcomers, post, ada, ben):
    with runners(3) as threads:
        for _ in range(ROUNDS):
            assert finished_once(threads, newcomers(), post(), ada, ben)
    assert_books_balance()


def test_control_without_the_lock_it_counts_more_than_once(no_job_lock, plenty, newcomers, post, ada, ben):
    with runners(3) as threads:
        assert not all(finished_once(threads, newcomers(), post(), ada, ben) for _ in range(ORDERS))
    # Even so nobody is rewarded twice: the referral is decided once.
    assert_books_balance()


# --- both write their review at once ---


def shown_once(threads, contract, ada, ben) -> bool:
    talent_before, client_before = _counts(ada, ben)
    threads.together(
        partial(services.review, contract, by=ada, stars=4, text="Good"),
        partial(services.review, contract, by=ben, stars=5, text="Good"),
        partial(reviewing.show_due, contract.ended_at),
    )
    shown = Review.objects.filter(contract=contract, shown_at__isnull=False).count()
    after = _counts(ada, ben)
    return (shown, after[0] - talent_before, after[1] - client_before) == (2, 1, 1)


def _counts(ada, ben) -> tuple[int, int]:
    ben.freelancer_profile.refresh_from_db()
    ada.client_profile.refresh_from_db()
    return ben.freelancer_profile.rating_count, ada.client_profile.rating_count


def finished(post, send, ada, ben) -> Contract:
    contract = hire(send(ben, job=post()), by=ada)
    services.finish(contract, by=ada)
    return contract


@pytest.fixture
def slow_reading(monkeypatch):
    monkeypatch.setattr(reviewing, "_hold", held_open(reviewing._hold))
    monkeypatch.setattr(reviewing, "_write", held_open(reviewing._write))


def test_reviews_written_at_once_are_shown_and_counted_once(plenty, slow_reading, post, send, ada, ben):
    talent.open_profile(ben)
    with runners(3) as threads:
        for _ in range(ROUNDS):
            assert shown_once(threads, finished(post, send, ada, ben), ada, ben)


def test_control_without_the_contracts_lock_both_wait_for_each_other(
    plenty, monkeypatch, slow_reading, post, send, ada, ben
):
    talent.open_profile(ben)
    monkeypatch.setattr(reviewing, "_hold", held_open(lambda pk: Contract.objects.get(pk=pk)))
    with runners(3) as threads:
        assert not all(shown_once(threads, finished(post, send, ada, ben), ada, ben) for _ in range(ORDERS))
