"""Refunds that take their time, and refunds that fail after all: what was taken comes back, once."""

from datetime import timedelta

import pytest

from billing.models import Purchase, Refund
from common import clock, sweeps
from common.models import Mail, Notice
from connects import services as connects
from connects.models import Source
from tests.billing.conftest import balance
from tests.books import assert_books_balance
from tests.money_back.counter import give_back, spent, tell

pytestmark = pytest.mark.django_db
FAILS_LATER, TAKES_TIME = "4000000000005126", "4000000000007726"


def bought(till, person, number: str) -> Purchase:
    purchase = till.buy(person)
    till.pay(purchase, number=number)
    till.come_back(person, purchase)
    purchase.refresh_from_db()
    return purchase


def debt(person) -> int:
    return connects.debt_of(connects.wallet_of(person).pk)


def look() -> None:
    Refund.objects.filter(look_at__isnull=False).update(look_at=clock.real_now())
    sweeps.run(sweeps.named("billing.refunds"), clock.now())


def test_what_was_taken_comes_back_into_its_lot(till, ben, olga):
    purchase = bought(till, ben, FAILS_LATER)
    spent(ben, 6)
    refund = give_back(purchase, 300, by=olga)
    assert (refund.status, balance(ben), debt(ben)) == ("succeeded", 0, 6)
    till.stripe.control("refund-outcome", refund=refund.refund_id, outcome="failed")
    for kind in ("refund.failed", "refund.updated", "refund.created", "refund.failed"):
        tell(till, kind, refund.refund_id)
    refund.refresh_from_db()
    purchase.refresh_from_db()
    assert (refund.status, refund.failure) == ("failed", "expired or canceled card")
    assert (purchase.status, purchase.refunded_minor) == (Purchase.Status.PAID, 0)
    assert (balance(ben), debt(ben)) == (14, 0)
    assert_books_balance()


def test_what_later_grants_had_paid_for_it_comes_back_too(till, ben, olga):
    purchase = bought(till, ben, FAILS_LATER)
    spent(ben, 20)
    refund = give_back(purchase, 300, by=olga)
    connects.grant(
        connects.wallet_of(ben).pk,
        50,
        source=Source.PROFILE,
        expires_at=clock.now() + timedelta(days=9),
        reference="test:50",
    )
    assert (balance(ben), debt(ben)) == (30, 0)
    till.stripe.control("refund-outcome", refund=refund.refund_id, outcome="failed")
    tell(till, "refund.failed", refund.refund_id)
    assert (balance(ben), debt(ben)) == (50, 0)
    assert_books_balance()


def test_the_buyer_and_the_operator_who_asked_are_told_once(till, ben, olga):
    refund = give_back(bought(till, ben, FAILS_LATER), 300, by=olga)
    till.stripe.control("refund-outcome", refund=refund.refund_id, outcome="failed")
    for kind in ("refund.failed", "refund.updated"):
        tell(till, kind, refund.refund_id)
    mail = Mail.objects.get(to=ben.email, subject="$3.00 could not be given back")
    assert "20 Connects are in your wallet again." in mail.text
    told = Notice.objects.get(person=olga, kind="refund_failed")
    assert "expired or canceled card" in told.text


def test_it_can_be_given_back_again_in_another_way(till, ben, olga):
    purchase = bought(till, ben, FAILS_LATER)
    first = give_back(purchase, 300, by=olga)
    till.stripe.control("refund-outcome", refund=first.refund_id, outcome="failed")
    tell(till, "refund.failed", first.refund_id)
    second = give_back(purchase, 300, by=olga)
    assert (second.status, balance(ben)) == ("succeeded", 0)
    purchase.refresh_from_db()
    assert purchase.refunded_minor == 300
    assert_books_balance()


def test_one_part_fails_and_the_other_stays(till, ben, olga):
    purchase = bought(till, ben, FAILS_LATER)
    first, second = (give_back(purchase, amount, by=olga) for amount in (150, 75))
    assert balance(ben) == 5
    till.stripe.control("refund-outcome", refund=first.refund_id, outcome="failed")
    tell(till, "refund.failed", first.refund_id)
    purchase.refresh_from_db()
    assert (purchase.refunded_minor, balance(ben), second.status) == (75, 15, "succeeded")
    assert_books_balance()


def test_one_under_way_is_looked_at_until_it_is_done(till, ben, olga):
    refund = give_back(bought(till, ben, TAKES_TIME), 300, by=olga)
    assert (refund.status, balance(ben)) == ("pending", 0)
    assert refund.look_at is not None
    look()
    refund.refresh_from_db()
    assert refund.status == "pending"
    assert refund.look_at > clock.real_now() + timedelta(hours=5)
    till.stripe.control("refund-outcome", refund=refund.refund_id, outcome="succeeded")
    look()
    refund.refresh_from_db()
    assert (refund.status, refund.look_at) == ("succeeded", None)
    assert Mail.objects.filter(reference__startswith=f"refunded:{refund.pk}:").count() == 1
    assert_books_balance()


def test_one_under_way_that_fails_is_found_without_its_event(till, ben, olga):
    refund = give_back(bought(till, ben, TAKES_TIME), 300, by=olga)
    till.stripe.control("refund-outcome", refund=refund.refund_id, outcome="failed")
    look()
    refund.refresh_from_db()
    assert (refund.status, refund.look_at, balance(ben)) == ("failed", None, 20)
    assert_books_balance()
