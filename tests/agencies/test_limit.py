"""The monthly limit, reckoned from the books: what counts, when the month turns, and what a refund gives back."""

from datetime import UTC, datetime, timedelta

import pytest

from common import clock
from connects import limits, services
from connects.errors import NotEnoughConnects, OverTheLimit, ReferenceReused
from connects.limits import Spent
from tests.books import assert_books_balance


@pytest.fixture
def pay(pool, ben):
    """Ben spends from the pool: `pay(4, 1)` under the reference `proposal:1`."""

    def spend(connects, number, *, limit=20, actor=ben):
        return services.spend_within_limit(
            pool.pk, connects, limit=limit, actor=actor, reference=f"proposal:{number}", cause=f"proposal:{number}"
        )

    return spend


def test_up_to_the_limit_and_no_further(pool, fund, pay, ben):
    fund(pool, 100)
    pay(12, 1)
    pay(8, 2)
    with pytest.raises(OverTheLimit) as refused:
        pay(4, 3)
    assert (refused.value.limit, refused.value.spent, refused.value.needed, refused.value.left) == (20, 20, 4, 0)
    assert services.spendable(pool.pk) == 80
    assert services.allowance(pool.pk, ben.pk, 20).left == 0
    assert_books_balance()


def test_a_limit_of_nothing_lets_nothing_through(pool, fund, pay):
    fund(pool, 100)
    with pytest.raises(OverTheLimit):
        pay(1, 1, limit=0)


def test_what_others_spend_does_not_count(pool, fund, pay, cleo):
    fund(pool, 100)
    pay(20, 1, actor=cleo)
    assert pay(20, 2).balance_after == 60


def test_a_refund_restores_both(pool, fund, pay, ben):
    fund(pool, 20)
    pay(20, 1)
    services.refund("proposal:1", reference="refund:proposal:1", reason="Cancelled")
    assert (services.spendable(pool.pk), services.allowance(pool.pk, ben.pk, 20).left) == (20, 20)
    pay(20, 2)
    assert_books_balance()


def test_twice_under_one_reference_is_once_even_at_the_limit(pool, fund, pay):
    fund(pool, 100)
    first = pay(20, 1)
    again = pay(20, 1)
    assert (again.id, again.again) == (first.id, True)
    with pytest.raises(ReferenceReused):
        pay(4, 1)
    assert_books_balance()


def test_the_pool_itself_is_never_overdrawn(pool, fund, pay):
    fund(pool, 3)
    with pytest.raises(NotEnoughConnects):
        pay(4, 1)


def test_the_month_turns_at_midnight_utc(pool, fund, pay, ben):
    fund(pool, 100, days=300)
    with clock.at(datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC)):
        pay(20, 1)
        with pytest.raises(OverTheLimit):
            pay(1, 2)
    with clock.at(datetime(2026, 4, 1, tzinfo=UTC)):
        assert limits.spent_this_month(pool.pk, ben.pk) == 0
        pay(20, 3)
        assert limits.spent_this_month(pool.pk, ben.pk) == 20


def test_a_late_refund_counts_for_the_month_of_its_spend(pool, fund, pay, ben):
    fund(pool, 100, days=300)
    pay(20, 1)
    with clock.at(datetime(2026, 4, 2, tzinfo=UTC)):
        pay(20, 2)
        services.refund("proposal:1", reference="refund:proposal:1", reason="Cancelled")
        assert limits.spent_this_month(pool.pk, ben.pk) == 20


def test_clocks_that_differ_at_the_months_end_lose_no_spend(pool, fund, pay, ben):
    fund(pool, 100, days=300)
    turn = datetime(2026, 4, 1, tzinfo=UTC)
    with clock.at(turn + timedelta(milliseconds=5)):
        pay(4, 1)
    with clock.at(turn - timedelta(milliseconds=5)):
        pay(4, 2)
    with clock.at(turn + timedelta(hours=1)):
        assert limits.spent_this_month(pool.pk, ben.pk) == 4


def test_lots_that_lapse_late_hide_no_spend(pool, fund, pay, ben):
    """An expiry is booked under the instant at which it was due, which may lie before this month's spends."""
    fund(pool, 10, days=20)
    fund(pool, 50, days=300)
    with clock.at(datetime(2026, 4, 3, tzinfo=UTC)):
        pay(4, 1)
        assert limits.spent_this_month(pool.pk, ben.pk) == 4


def test_who_spent_what_this_month_and_in_all(pool, fund, pay, ben, cleo):
    fund(pool, 100, days=300)
    pay(6, 1)
    pay(5, 2, actor=cleo)
    with clock.at(datetime(2026, 4, 3, tzinfo=UTC)):
        pay(4, 3)
        pay(8, 4)
        services.refund("proposal:4", reference="refund:proposal:4", reason="Cancelled")
        spent = limits.spent_by_person(pool.pk)
    assert spent == {ben.pk: Spent(month=4, ever=10, times=2), cleo.pk: Spent(month=0, ever=5, times=1)}


@pytest.mark.parametrize(
    ("at", "start", "end"),
    [
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), (2026, 12), (2027, 1)),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), (2028, 2), (2028, 3)),
        (datetime(2026, 1, 31, 0, tzinfo=UTC), (2026, 1), (2026, 2)),
    ],
)
def test_months_are_calendar_months(at, start, end):
    month = limits.month_of(at)
    assert (month.start, month.end) == (datetime(*start, 1, tzinfo=UTC), datetime(*end, 1, tzinfo=UTC))
