"""Auctions that everybody is in at once, on PostgreSQL. Each has a control: without the lock it fails."""

from functools import partial

import pytest
from django.db import connection

from connects import services as connects
from jobs import activity, closing
from jobs import services as jobs
from jobs.errors import JobError
from jobs.models import Jobs
from proposals import boost_closing, boosts, services
from proposals.errors import BoostRefused, ProposalError
from proposals.models import Boost, BoostAuction, Contract, State
from tests.books import assert_books_balance
from tests.hires import hire
from tests.proposals.boosts import bid, boost_of, held_is_charged_and_returned, table
from tests.proposals.conftest import endow
from tests.races import ORDERS, ROUNDS, held_open, runners, unlocked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD = 29


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
def bidders(person):
    """Twenty-nine people who can go on bidding."""
    found = [person(f"Bidder{number}", freelancer=True) for number in range(CROWD)]
    for who in found:
        endow(who, 2000)
        endow(who, 400, lives_days=90)
    return found


# --- 32 at once ---


def everybody_at_once(threads, ada, job, sent, turn):
    """Four have bid; 25 bid with many ties, three raise, one is opened, one withdraws, and two end it: a hire, and a
    cancellation."""
    first, rest = sent[:4], sent[4:]
    for proposal in first:
        bid(proposal, 2)
    bids = [partial(bid, each, 2 + place % 4) for place, each in enumerate(rest)]
    raises = [partial(bid, each, 4 + place) for place, each in enumerate(first[:3])]
    acts = [
        *bids,
        *raises,
        partial(services.view, first[3], by=ada),
        partial(services.withdraw, first[0], by=first[0].author),
        partial(hire, rest[turn % len(rest)], by=ada),
        partial(jobs.cancel, job, by=ada),
    ]
    # In another order each time: who comes first is up to the machine.
    turned = acts[turn % len(acts) :] + acts[: turn % len(acts)]
    return threads.together(*turned[:32])


def it_is_clean(results, job):
    refused = [result for result in results if isinstance(result, Exception)]
    if not all(isinstance(each, (ProposalError, JobError)) for each in refused):
        return False
    auction = BoostAuction.objects.get(job=job)
    one_way = not Boost.objects.filter(auction=auction, state="held").exists() if auction.closed_at else True
    ended_well = auction.ending == ("hire" if any(isinstance(each, Contract) for each in results) else "void")
    return one_way and ended_well and len(table(job)) <= 4 and held_is_charged_and_returned(job)


def round_of(threads, ada, post, send, bidders, turn):
    job = post()
    sent = [send(who, job=job) for who in bidders]
    results = everybody_at_once(threads, ada, job, sent, turn)
    return it_is_clean(results, job)


def test_32_at_once_with_ties_raises_a_hire_and_a_cancellation(post, send, ada, bidders):
    with runners(32) as threads:
        assert all(round_of(threads, ada, post, send, bidders, turn) for turn in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_on_the_job_the_32_do_not_come_out_clean(no_job_lock, post, send, ada, bidders):
    with runners(32) as threads:
        assert not all(round_of(threads, ada, post, send, bidders, turn) for turn in range(ORDERS))


# --- only bids: exactly the four best, and the earlier of equals ---


def only_bids(threads, post, send, bidders):
    job = post()
    sent = [send(who, job=job) for who in bidders]
    bid(sent[0], 1)
    results = threads.together(*[partial(bid, each, 1 + place % 5) for place, each in enumerate(sent[1:], 1)])
    if not all(isinstance(each, (Boost, BoostRefused)) for each in results):
        return False
    # Five bid 5 and more than four bid at all, so only 5s are left.
    return [connects for _, connects in table(job)] == [5] * 4 and held_is_charged_and_returned(job)


def test_of_28_bids_at_once_the_four_best_have_the_places(post, send, bidders):
    with runners(28) as threads:
        assert all(only_bids(threads, post, send, bidders) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_more_than_four_have_places(no_job_lock, post, send, bidders):
    with runners(28) as threads:
        assert not all(only_bids(threads, post, send, bidders) for _ in range(ORDERS))


# --- opened against outbid ---


def looked_at_or_outbid(threads, ada, post, send, bidders):
    """Opened first, it is charged and stays; outbid first, it came back whole. Never both, never neither."""
    job = post()
    low, *high, late = (send(who, job=job) for who in bidders[:5])
    bid(low, 1)
    for each in high:
        bid(each, 9)
    before = connects.spendable(low.wallet_id)
    _, pushed = threads.together(partial(services.view, low, by=ada), partial(bid, late, 2))
    low.refresh_from_db()
    if isinstance(pushed, Boost):
        outcome = (boost_of(low), connects.spendable(low.wallet_id)) == (("returned", "outbid", False), before + 1)
    else:
        seen = (boost_of(low), connects.spendable(low.wallet_id)) == (("spent", "seen", True), before)
        outcome = isinstance(pushed, BoostRefused) and seen
    return outcome and low.state == State.VIEWED and len(table(job)) == 4 and held_is_charged_and_returned(job)


def test_opened_against_outbid(window, post, send, ada, bidders):
    with runners(2) as threads:
        assert all(looked_at_or_outbid(threads, ada, post, send, bidders) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_it_is_both_or_neither(no_job_lock, post, send, ada, bidders):
    with runners(2) as threads:
        assert not all(looked_at_or_outbid(threads, ada, post, send, bidders) for _ in range(ORDERS))


# --- two auctions in which two people push each other out ---


def pushing_each_other_out(threads, post, send, bidders):
    ours, theirs = post(), post()
    here, there = bidders[:2]
    mine, other = send(here, job=ours), send(there, job=theirs)
    others = [send(who, job=job) for job in (ours, theirs) for who in bidders[2:5]]
    bid(mine, 1)
    bid(other, 1)
    for each in others:
        bid(each, 9)
    attacks = [send(there, job=ours), send(here, job=theirs)]
    results = threads.together(*[partial(bid, each, 5) for each in attacks])
    return (
        all(isinstance(each, Boost) for each in results) and [boost_of(mine)[1], boost_of(other)[1]] == ["outbid"] * 2
    )


def test_two_people_push_each_other_out_in_two_auctions(post, send, bidders):
    with runners(2) as threads:
        assert all(pushing_each_other_out(threads, post, send, bidders) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_with_wallets_locked_in_any_order_they_block_each_other(monkeypatch, post, send, bidders):
    monkeypatch.setattr(connects, "hold_wallets", lambda ids: None)
    slowly = held_open(boosts._return)
    monkeypatch.setattr(boosts, "_return", slowly)
    with runners(2) as threads:
        assert not all(pushing_each_other_out(threads, post, send, bidders) for _ in range(ORDERS))


# --- closing twice at once, and against a cancellation ---


def closing_agrees(threads, ada, post, send, bidders):
    job = post()
    for who in bidders[:4]:
        bid(send(who, job=job), 3)
    at = BoostAuction.objects.get(job=job).closes_at
    results = threads.together(partial(boost_closing.close_due, at), partial(boost_closing.close_due, at))
    spent = Boost.objects.filter(auction__job=job, state="spent", why="won").count()
    return sum(results) == 1 and spent == 4 and held_is_charged_and_returned(job)


def test_two_sweepers_close_an_auction_once(post, send, ada, bidders):
    with runners(2) as threads:
        assert all(closing_agrees(threads, ada, post, send, bidders) for _ in range(ROUNDS))
    assert_books_balance()


def test_killed_between_two_auctions_the_next_run_goes_on(monkeypatch, post, send, bidders):
    """Killed is what an exception is to a transaction: the one it hits stays open, those before stay closed."""
    for _ in range(3):
        job = post()
        for who in bidders[:4]:
            bid(send(who, job=job), 3)
    at = BoostAuction.objects.latest("closes_at").closes_at
    calls = []

    def die(boost, why, *, at):
        calls.append(boost)
        if len(calls) == 6:
            raise KeyboardInterrupt
        return really(boost, why, at=at)

    really = boosts._spend
    monkeypatch.setattr(boosts, "_spend", die)
    with pytest.raises(KeyboardInterrupt):
        boost_closing.close_due(at)
    assert Boost.objects.filter(state="spent").count() == 4
    assert not connection.in_atomic_block
    assert boost_closing.close_due(at) == 2
    assert Boost.objects.filter(state="spent").count() == 12
    assert_books_balance()
