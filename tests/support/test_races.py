"""Two operators, two tickets, a sweep and a second look at the same instant, again and again; with controls.

Whatever happens the books let a spend come back once; the locks see to it that everybody is told the truth about it.
"""

from dataclasses import replace
from functools import partial

import pytest
from django.db import models

from connects import services as connects
from jobs import services as jobs
from proposals import goodwill, settlement
from proposals.models import Proposal, Settlement
from support import asking, deciding, lines
from support.errors import NotRefundable, SettledAlready, SupportError
from support.models import Ticket, TicketEvent
from tests.books import assert_books_balance
from tests.races import FEWER, ORDERS, ROUNDS, held_open, runners, unlocked
from tests.support.conftest import endow

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WHY = "The client told us that nobody was ever going to be hired."


@pytest.fixture
def ben(ben):
    endow(ben, 400)
    return ben


@pytest.fixture
def asked(post, send, ben, ticket):
    """A ticket about a new proposal of Ben's: `asked()`."""
    return lambda: ticket(send(ben, job=post()))


@pytest.fixture
def no_lock(monkeypatch):
    """The ticket is read and held for a moment, and nothing keeps others out."""
    monkeypatch.setattr(models.QuerySet, "select_for_update", unlocked)
    slowly = held_open(asking.hold)
    monkeypatch.setattr(asking, "hold", slowly)
    monkeypatch.setattr(deciding, "hold", slowly)


@pytest.fixture
def deaf_to_the_books(monkeypatch):
    """Nobody listens when the ledger says that it was booked before."""
    real = connects.refund
    monkeypatch.setattr(connects, "refund", lambda *args, **words: replace(real(*args, **words), again=False))


def refund(row, by):
    return deciding.refund(Ticket(pk=row.pk), by=by, why=WHY)


def back(row):
    """How often the line has come back by the books, and by what was recorded of its tickets."""
    booked = connects.taken_by(row.line_id).back
    return len(booked), TicketEvent.objects.filter(ticket__line=row.line_id, what="refunded").count()


# --- two operators press the button ---


def one_of_two_refunds(threads, row, olga, otto):
    results = threads.together(partial(refund, row, olga), partial(refund, row, otto))
    done = [each for each in results if isinstance(each, Ticket)]
    refused = [each for each in results if isinstance(each, SettledAlready)]
    return (len(done), len(refused), *back(row)) == (1, 1, 1, 1)


def test_two_operators_press_the_button(asked, ben, olga, otto):
    before = connects.balance_of(ben)
    with runners(2) as threads:
        assert all(one_of_two_refunds(threads, asked(), olga, otto) for _ in range(ROUNDS))
    assert connects.balance_of(ben) == before
    assert_books_balance()


def test_control_without_the_lock_the_second_is_not_told_that_it_is_settled(no_lock, asked, olga, otto):
    with runners(2) as threads:
        assert not all(one_of_two_refunds(threads, asked(), olga, otto) for _ in range(ORDERS))
    # Even so nothing comes back twice.
    assert_books_balance()


# --- two tickets about one line ---


def one_of_two_tickets_refunds(threads, rows, olga, otto):
    """Two people who run a wallet have a ticket each about one line."""
    results = threads.together(partial(refund, rows[0], olga), partial(refund, rows[1], otto))
    done = [each for each in results if isinstance(each, Ticket)]
    refused = [each for each in results if isinstance(each, NotRefundable)]
    return (len(done), len(refused), *back(rows[0])) == (1, 1, 1, 1)


@pytest.fixture
def twice_asked(post, send, ben, ticket, cleo):
    """Two tickets about one line of Ben's, as two who run an agency may have: `twice_asked()`."""

    def make():
        sent = send(ben, job=post())
        return ticket(sent), ticket(sent, by=cleo)

    return make


def test_two_tickets_about_one_line(twice_asked, olga, otto):
    with runners(2) as threads:
        assert all(one_of_two_tickets_refunds(threads, twice_asked(), olga, otto) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_lock_or_ledger_two_tickets_both_say_refunded(
    no_lock, deaf_to_the_books, twice_asked, olga, otto
):
    with runners(2) as threads:
        assert not all(one_of_two_tickets_refunds(threads, twice_asked(), olga, otto) for _ in range(ORDERS))
    assert_books_balance()


# --- a week of the badge has no row of its own to lock: the wallet's lock and the ledger's word must do ---


@pytest.fixture
def week_asked(ben, cleo):
    """Two tickets about one week that was paid: `week_asked(7)`."""

    def make(number):
        spent = connects.spend(ben.wallet.pk, 7, reference=f"badge_week:{number}", cause=f"badge_week:{number}")
        line = lines.find(ben.wallet.pk, spent.id)
        return [asking.open_ticket(line, by=who, kind="missing")[0] for who in (ben, cleo)]

    return make


def test_two_tickets_about_a_week_of_the_badge(week_asked, olga, otto):
    with runners(2) as threads:
        assert all(one_of_two_tickets_refunds(threads, week_asked(n), olga, otto) for n in range(1, ROUNDS + 1))
    assert_books_balance()


def test_control_deaf_to_the_ledger_both_say_refunded(deaf_to_the_books, week_asked, olga, otto):
    with runners(2) as threads:
        weeks = (week_asked(number) for number in range(1, ORDERS + 1))
        assert not all(one_of_two_tickets_refunds(threads, week, olga, otto) for week in weeks)
    assert_books_balance()


# --- the button against the sweep that settles ---


def cancel_and_settle(job, ada):
    jobs.cancel(job, by=ada)
    row = Settlement.objects.get(job=job)
    return settlement.settle(row.pk, at=row.due_at)


def the_sweep_or_support(threads, row, ada, olga):
    """Exactly one of them gave it back, says so, and counted it; the other knows."""
    proposal = Proposal.objects.get(pk=int(row.line.reference.partition(":")[2]))
    _, given = threads.together(partial(cancel_and_settle, proposal.job, ada), partial(refund, row, olga))
    settled = Settlement.objects.get(job=proposal.job)
    settlement.settle(settled.pk, at=settled.due_at)
    settled.refresh_from_db()
    proposal.refresh_from_db()
    if isinstance(given, Ticket):
        says = (proposal.refunded_for, settled.refunds, *back(row))
        return says == ("support", 0, 1, 1) and settled.settled_at is not None
    says = (proposal.refunded_for, settled.refunds, *back(row))
    return isinstance(given, SupportError) and says == ("cancelled", 1, 1, 0) and settled.settled_at is not None


@pytest.fixture
def slowly(monkeypatch):
    """Whoever has looked whether something is on its way back holds that for a moment."""
    monkeypatch.setattr(goodwill.pending, "of_proposals", held_open(goodwill.pending.of_proposals))


def test_the_button_against_the_sweep(slowly, asked, ada, ben, olga):
    before = connects.balance_of(ben)
    with runners(2) as threads:
        assert all(the_sweep_or_support(threads, asked(), ada, olga) for _ in range(ROUNDS))
    assert connects.balance_of(ben) == before
    assert_books_balance()


def test_control_without_the_lock_on_the_proposal_both_claim_it(
    slowly, deaf_to_the_books, monkeypatch, asked, ada, olga
):
    monkeypatch.setattr(goodwill, "_hold_proposal", held_open(lambda pk: Proposal.objects.get(pk=pk)))
    with runners(2) as threads:
        assert not all(the_sweep_or_support(threads, asked(), ada, olga) for _ in range(ORDERS))
    assert_books_balance()


# --- the button against the person who closes the ticket ---


def closed_or_refunded(threads, row, ben, olga):
    given, closed = threads.together(partial(refund, row, olga), partial(asking.close, Ticket(pk=row.pk), by=ben))
    row.refresh_from_db()
    if isinstance(given, Ticket):
        return isinstance(closed, SettledAlready) and (row.state, *back(row)) == ("refunded", 1, 1)
    return isinstance(given, SettledAlready) and (row.state, *back(row)) == ("closed", 0, 0)


def test_the_button_against_closing(asked, ben, olga):
    with runners(2) as threads:
        assert all(closed_or_refunded(threads, asked(), ben, olga) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_it_is_refunded_and_closed(no_lock, asked, ben, olga):
    with runners(2) as threads:
        assert not all(closed_or_refunded(threads, asked(), ben, olga) for _ in range(ORDERS))
    assert_books_balance()


# --- opening twice ---


def test_the_same_question_sixteen_times_is_one_ticket(post, send, ben, spend_of):
    with runners(16) as threads:
        for _ in range(FEWER):
            sent = send(ben, job=post())
            line = lines.find(sent.wallet_id, spend_of(sent).pk)
            results = threads.together(*[partial(asking.open_ticket, line, by=ben, kind="missing")] * 16)
            assert sorted(new for _, new in results) == [False] * 15 + [True]
            assert len({row.pk for row, _ in results}) == 1
