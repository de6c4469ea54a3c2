"""Asking Stripe when its webhook stays away, without asking too often, and without standing still at trouble."""

from datetime import timedelta

import pytest

from billing import reconciliation
from billing.errors import PaymentsUnavailable
from billing.models import Purchase
from common import clock, sweeps
from tests.billing.conftest import balance
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db
Status = Purchase.Status


def make_due() -> None:
    Purchase.objects.filter(look_at__isnull=False).update(look_at=clock.real_now() - timedelta(seconds=1))


def sweep() -> int:
    return sweeps.run(sweeps.named("billing.checkouts"), clock.now())


def test_the_first_look_comes_after_two_minutes_and_then_more_rarely(till, ben):
    purchase = till.buy(ben)
    waits = [purchase.look_at - clock.real_now()]
    for _ in range(8):
        make_due()
        assert sweep() == 1
        purchase.refresh_from_db()
        waits.append(purchase.look_at - clock.real_now())
    assert [round(wait.total_seconds() / 60) for wait in waits] == [2, 3, 5, 10, 20, 30, 60, 60, 60]
    assert reconciliation.next_due() == purchase.look_at


def test_it_finds_what_was_paid_expired_or_is_under_way(till, ben, cleo, person):
    dora, emil = person("Dora", freelancer=True), person("Emil", freelancer=True)
    paid, expired, processing, still_open = (till.buy(each) for each in (ben, cleo, dora, emil))
    till.pay(paid)
    till.stripe.control("expire", session=expired.session_id)
    till.pay(processing, method="us_bank_account", account="succeeded")
    make_due()
    assert sweep() == 4
    for row in (paid, expired, processing, still_open):
        row.refresh_from_db()
    assert [row.status for row in (paid, expired, processing, still_open)] == [
        Status.PAID,
        Status.EXPIRED,
        Status.PROCESSING,
        Status.OPEN,
    ]
    till.stripe.control("settle", session=processing.session_id)
    make_due()
    assert sweep() == 2
    assert [balance(each) for each in (ben, cleo, dora, emil)] == [20, 0, 20, 0]
    assert_books_balance()


def test_running_twice_changes_nothing(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    make_due()
    assert (sweep(), sweep()) == (1, 0)
    assert balance(ben) == 20
    assert_books_balance()


def test_a_silent_stripe_stops_the_sweep_and_is_told(till, ben, cleo):
    till.pay(till.buy(ben))
    till.pay(till.buy(cleo))
    make_due()
    till.stripe.control("faults", kind="500", match="GET /v1/checkout/sessions/", count=2)
    with pytest.raises(PaymentsUnavailable):
        sweep()
    assert (balance(ben), balance(cleo)) == (0, 0)
    make_due()
    assert sweep() == 2
    assert (balance(ben), balance(cleo)) == (20, 20)
    assert_books_balance()


def test_one_that_stripe_does_not_know_goes_to_an_operator_and_the_rest_goes_on(till, ben, cleo):
    lost, paid = till.buy(ben), till.buy(cleo)
    Purchase.objects.filter(pk=lost.pk).update(session_id="cs_test_goneforever")
    till.pay(paid)
    make_due()
    assert sweep() == 2
    lost.refresh_from_db()
    assert lost.mismatch.startswith("Stripe does not know its checkout")
    assert (lost.look_at, balance(cleo)) == (None, 20)
    assert_books_balance()


def test_one_that_never_reached_stripe_ends_after_its_time(till, ben):
    till.stripe.control("faults", kind="500", match="POST /v1/checkout/sessions", count=2)
    till.choose(ben)
    make_due()
    assert sweep() == 1
    assert Purchase.objects.get().status == Status.OPEN
    Purchase.objects.update(session_expires_at=clock.real_now())
    make_due()
    sweep()
    assert Purchase.objects.get().status == Status.EXPIRED


def test_the_demo_clock_does_not_hurry_stripe(till, ben):
    till.buy(ben)
    with clock.at(clock.now() + timedelta(days=30)):
        assert sweep() == 0
    named = sweeps.named("billing.checkouts")
    assert named.real_time is True
