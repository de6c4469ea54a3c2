"""A welcome bonus that waits for an operator goes the way of its invoice, whatever became of that meanwhile."""

import pytest

from billing.models import Invoice
from common.models import Notice
from connects import judging, services, suspicions
from connects.models import HeldGrant, Source, Suspicion
from tests.books import assert_books_balance
from tests.doubles.conftest import share  # noqa: F401 - a fixture
from tests.memberships.conftest import held
from tests.memberships.test_turned_years import decided, on_hold, opened
from tests.money_back.counter import give_back, spent

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(desk, ben, cleo, share) -> Invoice:  # noqa: F811
    """Ben looks like Cleo and has paid for his first month: its 100 are there, his welcome waits."""
    services.grant_once(cleo, Source.JOINING)
    share(cleo, ben)
    assert suspicions.look_at(ben)
    desk.join(ben)
    assert (held(ben), HeldGrant.objects.get().source) == (100, "welcome")
    return Invoice.objects.get()


def clear(olga) -> None:
    judging.clear(Suspicion.objects.get().pk, by=olga, why="Sisters")


def test_given_back_in_full_nothing_comes(invoice, ben, olga):
    give_back(invoice, 1999, by=olga)
    clear(olga)
    assert (held(ben), services.debt_of(ben.wallet.pk)) == (0, 0)
    assert HeldGrant.objects.get().state == "released"
    assert not Notice.objects.filter(person=ben, reference__startswith="released:").exists()
    assert_books_balance()


def test_given_back_in_part_its_part_comes(invoice, ben, olga):
    give_back(invoice, 1000, by=olga)
    clear(olga)
    assert held(ben) == 60
    assert_books_balance()


def test_given_back_in_full_and_owed_for_it_pays_no_debt(invoice, ben, olga):
    spent(ben, 30)
    give_back(invoice, 1999, by=olga)
    clear(olga)
    assert (held(ben), services.debt_of(ben.wallet.pk)) == (0, 30)
    assert_books_balance()


def test_one_that_is_released_by_itself_follows_too_and_once(invoice, ben, olga):
    give_back(invoice, 1999, by=olga)
    for _ in range(2):
        judging.release(HeldGrant.objects.get().pk, by=olga, why="A goodwill")
    assert held(ben) == 0
    assert_books_balance()


@pytest.mark.parametrize(("outcome", "after"), [("won", 120), ("lost", 0)])
def test_disputed_it_is_frozen_until_that_is_decided(desk, invoice, ben, olga, outcome, after):
    dispute = opened(desk, invoice)
    clear(olga)
    assert (held(ben), on_hold(ben)) == (0, 120)
    decided(desk, dispute, outcome)
    assert (held(ben), on_hold(ben), services.debt_of(ben.wallet.pk)) == (after, 0, 0)
    assert_books_balance()


def test_cleared_after_a_lost_dispute_nothing_comes(desk, invoice, ben, olga):
    decided(desk, opened(desk, invoice), "lost")
    clear(olga)
    assert (held(ben), services.debt_of(ben.wallet.pk)) == (0, 0)
    assert_books_balance()


def test_paid_for_all_of_it_comes(invoice, ben, olga):
    clear(olga)
    assert held(ben) == 120
    assert_books_balance()
