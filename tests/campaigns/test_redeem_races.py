"""Thirty-two redeem one code at the same instant, on PostgreSQL. Each race has its control."""

import uuid

import pytest
from django.db import connection

from billing import redeeming, redemptions
from billing.errors import CodeRefused
from billing.models import PromoCode, Redemption
from billing.redeeming import Redeemed
from common import clock
from connects import services as connects
from connects.models import Transaction
from tests.books import assert_books_balance
from tests.races import ROUNDS, runners

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
CROWD = 32


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL races only there")


@pytest.fixture
def crowd(person):
    return [person(f"Guest{number}", freelancer=True) for number in range(CROWD)]


def gift(name: str, **terms) -> PromoCode:
    return PromoCode.objects.create(code=name, connects=5, without_purchase=True, starts_at=clock.now(), **terms)


def act(person, code: str, key: str = ""):
    return lambda: redeeming.redeem(person, code, key=key or uuid.uuid4().hex)


def test_a_limit_in_all_holds_under_thirty_two_at_once(crowd):
    with runners(CROWD) as all_of_them:
        for repeat in range(ROUNDS):
            code = gift(f"FIVE{repeat}", limit_total=5)
            answers = all_of_them.together(*[act(each, code.code) for each in crowd])
            refused = [answer for answer in answers if isinstance(answer, CodeRefused)]
            assert sum(isinstance(answer, Redeemed) for answer in answers) == 5
            assert {str(each) for each in refused} == {f"{code} has been used up."}
            assert len(refused) == CROWD - 5
            assert Redemption.objects.filter(code=code).count() == 5
    assert Transaction.objects.filter(kind="grant").count() == 5 * ROUNDS
    assert_books_balance()


def test_a_limit_per_person_holds_under_thirty_two_clicks(ben):
    with runners(CROWD) as all_of_them:
        for repeat in range(ROUNDS):
            code = gift(f"ONCE{repeat}", limit_per_person=1)
            answers = all_of_them.together(*[act(ben, code.code)] * CROWD)
            assert sum(isinstance(answer, Redeemed) for answer in answers) == 1
    assert connects.balance_of(ben) == 5 * ROUNDS
    assert_books_balance()


def test_one_form_sent_thirty_two_times_redeems_once(ben):
    with runners(CROWD) as all_of_them:
        for repeat in range(ROUNDS):
            code, key = gift(f"FORM{repeat}", limit_per_person=None), uuid.uuid4().hex
            answers = all_of_them.together(*[act(ben, code.code, key)] * CROWD)
            assert len({answer.redemption.pk for answer in answers}) == 1
    assert connects.balance_of(ben) == 5 * ROUNDS
    assert_books_balance()


def test_control_without_the_lock_more_get_it(crowd, monkeypatch):
    monkeypatch.setattr(redemptions, "lock", lambda code: None)
    code = gift("FIVE", limit_total=5)
    with runners(CROWD) as all_of_them:
        all_of_them.together(*[act(each, code.code) for each in crowd])
    assert Redemption.objects.filter(code=code).count() > 5
