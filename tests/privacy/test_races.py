"""Closing an account at the same instant as what would tie the person: one of the two comes first."""

import pytest

from accounts.models import User
from accounts.privacy import closing
from accounts.privacy.closing import CannotClose
from accounts.trust import standing
from accounts.trust.errors import NotAllowedNow
from proposals import services
from proposals.models import Contract, HiringPolicy, Proposal, State
from proposals.services import accept, offer
from tests.books import assert_books_balance
from tests.hires import terms
from tests.proposals.conftest import LETTER, endow
from tests.races import ORDERS, ROUNDS, held_open, runners

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two():
    with runners(2) as pair:
        yield pair


def test_sending_and_closing_have_one_winner(two, person, job):
    for number in range(ROUNDS):
        who = _with_connects(person(f"Ben{number}", freelancer=True))
        two.together(
            lambda who=who: services.submit(job, author=who, letter=LETTER, bid_minor=45_000, answers={}),
            lambda who=who: closing.close(who, by=who),
        )
        assert not User.objects.get(pk=who.pk).is_active
        # Sent first, it was withdrawn; too late, it was never sent.
        assert not Proposal.objects.filter(author=who).exclude(state=State.WITHDRAWN).exists()
    assert_books_balance()


def _hired_or_gone(two, person, ada, job, rounds):
    """Returns in how many rounds somebody who has gone was hired all the same."""
    broken = 0
    for number in range(rounds):
        who = _with_connects(person(f"Cleo{number}", freelancer=True))
        sent = services.submit(job, author=who, letter=LETTER, bid_minor=45_000, answers={})
        made = offer(sent, terms(sent), by=ada)
        two.together(lambda made=made, who=who: accept(made, by=who), lambda who=who: closing.close(who, by=who))
        gone = not User.objects.get(pk=who.pk).is_active
        running = Contract.objects.filter(proposal=sent, status=Contract.Status.ACTIVE).exists()
        broken += gone and running
        assert gone or running
    return broken


def test_being_hired_and_closing_have_one_winner(two, person, ada, job):
    assert _hired_or_gone(two, person, ada, job, ROUNDS) == 0
    assert_books_balance()


def test_control_without_the_lock_somebody_gone_is_hired(two, person, ada, job, monkeypatch):
    """Closing that does not wait for the other sees no contract yet, and goes."""
    monkeypatch.setattr(closing, "LOCKED", False)
    assert _hired_or_gone(two, person, ada, job, ORDERS) > 0


def test_closing_twice_at_once_is_once(two, person):
    for number in range(ROUNDS):
        who = person(f"Dora{number}", freelancer=True)
        first, second = two.together(*[lambda who=who: closing.close(who, by=who)] * 2)
        assert not isinstance(first, CannotClose)
        assert first.pk == second.pk
    assert_books_balance()


def _asked_or_gone(two, person, ada, post, rounds):
    """Returns in how many rounds an offer or an invitation reached somebody for whom nobody answers any more."""
    broken = 0
    for number in range(rounds):
        who, job = _with_connects(person(f"Emil{number}", freelancer=True)), post(title=f"Draw sign {number}")
        two.together(
            lambda who=who, job=job: services.offer_unasked(job, terms(), to=who, by=ada),
            lambda who=who: closing.close(who, by=who),
        )
        assert not User.objects.get(pk=who.pk).is_active
        # Offered first, it was withdrawn with the account; too late, it was never made.
        broken += Proposal.objects.filter(author=who).exclude(state=State.WITHDRAWN).exists()
    return broken


@pytest.fixture
def many_jobs():
    HiringPolicy.objects.update(invitations_per_day=1000)


def test_an_offer_unasked_and_closing_have_one_winner(two, person, ada, post, many_jobs):
    assert _asked_or_gone(two, person, ada, post, ROUNDS) == 0
    assert_books_balance()


def test_control_without_the_lock_somebody_gone_is_offered_work(two, person, ada, post, many_jobs, monkeypatch):
    """The offer sees that they are there, holds nobody, and is made behind the back of who is leaving."""

    def look(*people):
        if User.objects.filter(pk__in=[each.pk for each in people], closed_at__isnull=False).exists():
            raise NotAllowedNow

    monkeypatch.setattr(standing, "check_there", held_open(look))
    assert _asked_or_gone(two, person, ada, post, ORDERS) > 0


def _with_connects(who):
    endow(who, 40)
    return who
