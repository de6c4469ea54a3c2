"""The proof of the books covers the auction: a bid and its hold cannot say two things without somebody noticing."""

import pytest

from connects import services as connects
from connects.proof import prove, statements
from proposals import services
from proposals.models import Boost
from tests.books import assert_books_balance
from tests.proposals.boosts import bid

pytestmark = pytest.mark.django_db
NAME = "boost_agrees_with_its_hold"


@pytest.fixture
def boost(proposal):
    bid(proposal, 5)
    return Boost.objects.get()


def test_held_raised_and_spent_it_agrees(boost, proposal, ada):
    assert_books_balance()
    bid(proposal, 7)
    assert_books_balance()
    services.view(proposal, by=ada)
    assert_books_balance()
    assert NAME in {each.name for each in statements()}


def test_a_hold_that_ended_without_its_boost_is_found(boost):
    connects.return_hold(boost.reference, reason="By a mistake")
    proof = prove()
    assert proof.counts == {NAME: 1}
    assert str(proof.differences[0]).endswith("says held, 5, should be returned, 5")


@pytest.mark.parametrize("lie", [{"connects": 6}, {"state": "spent", "why": "seen", "ended_at": "2026-03-02T09:00Z"}])
def test_a_boost_that_says_something_else_than_its_hold_is_found(boost, lie):
    Boost.objects.filter(pk=boost.pk).update(**lie)
    assert prove().counts == {NAME: 1}


def test_a_boost_without_a_hold_is_found(boost):
    Boost.objects.filter(pk=boost.pk).update(id=boost.pk + 1)
    assert prove().counts == {NAME: 1}
