"""Two things that count at once, and many newcomers of one referrer at once: on PostgreSQL, with controls."""

from datetime import timedelta
from itertools import count

import pytest

from accounts.models import User
from common import clock
from connects import referral_rewards, referrals, services
from connects.models import Lot, Referral, ReferralPolicy, Source
from tests.books import assert_books_balance
from tests.races import ORDERS, ROUNDS, runners

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
numbers = count(1)


def newcomer(purchases, referrer: User) -> Referral:
    name = f"new{next(numbers)}x"
    person = User.objects.create_user(f"{name}@example.com", None, name=name, freelancer_since=clock.now())
    services.open_wallet(person=person)
    row = referrals.joined(person, code=referrals.code_of(referrer).code)
    purchases.buy(person, next(numbers), at=clock.now() - timedelta(days=15))
    return row


def given(*people: User) -> int:
    rows = Lot.objects.filter(wallet__person__in=people, source__in=(Source.REFERRAL, Source.REFERRED))
    return sum(rows.values_list("granted", flat=True))


@pytest.fixture
def no_cap(db) -> None:
    ReferralPolicy.objects.update(monthly_cap=10_000)


@pytest.fixture
def lock_taken_out(monkeypatch) -> None:
    monkeypatch.setattr(referral_rewards, "LOCKED", False)


def sweep_and_contract(together, purchases, ben, ada) -> int:
    row = newcomer(purchases, ben)
    at, before = clock.now(), given(ben, row.newcomer)
    together.together(
        lambda: referral_rewards.reward_due(at),
        lambda: services.qualified_by_contract(row.newcomer, client=ada, reference="contract:7", at=at),
        lambda: referral_rewards.reward_due(at),
    )
    return given(ben, row.newcomer) - before


def test_two_things_that_count_at_once_count_once(purchases, no_cap, ben, ada):
    with runners(3) as together:
        for _ in range(ROUNDS):
            assert sweep_and_contract(together, purchases, ben, ada) == 30
    assert_books_balance()


def five_at_once(together, purchases, referrer, number: int) -> int:
    """Five newcomers of one referrer, who may have two rewards a month: how many the referrer is given."""
    rows = [newcomer(purchases, referrer) for _ in range(5)]
    at = clock.now()
    outcomes = together.together(
        *(lambda row=row: referral_rewards.settle(row.pk, referrer.pk, at=at) for row in rows)
    )
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    return given(referrer)


@pytest.fixture
def two_a_month(db) -> None:
    ReferralPolicy.objects.update(monthly_cap=2)


def test_the_months_limit_holds_when_many_come_at_once(purchases, two_a_month, person):
    with runners(5) as together:
        for number in range(ROUNDS):
            referrer = person(f"Referrer{number}x", freelancer=True)
            assert five_at_once(together, purchases, referrer, number) == 40
    assert_books_balance()


def test_control_without_the_lock_the_limit_is_passed(purchases, two_a_month, person, lock_taken_out):
    with runners(5) as together:
        assert any(
            five_at_once(together, purchases, person(f"Referrer{number}x", freelancer=True), number) > 40
            for number in range(ORDERS)
        )
