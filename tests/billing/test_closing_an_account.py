"""Whoever has closed the account can pay no more; what arrives all the same goes back, once, and is never credited."""

from datetime import timedelta

import pytest

from accounts.models import User
from accounts.privacy import closing
from billing import alarms, reconciliation, refund_looks, stripe_gateway
from billing.models import Purchase, Refund
from common import clock
from common.models import Mail, Notice
from connects import services as connects
from tests.billing.conftest import balance
from tests.books import assert_books_balance
from tests.money_back.counter import tell

pytestmark = pytest.mark.django_db


def gone(person) -> User:
    """Somebody who is closing the account, and of whose checkout Stripe has not been asked yet."""
    closing._begin(person, person, "")
    return User.objects.get(pk=person.pk)


def at_stripe(purchase: Purchase) -> list[stripe_gateway.StripeRefund]:
    return stripe_gateway.refunds_of(purchase.payment_intent)


def went_back(purchase: Purchase, person) -> None:
    purchase.refresh_from_db()
    assert (purchase.status, purchase.refunded_minor) == (Purchase.Status.REFUNDED, purchase.amount_minor)
    refund = Refund.objects.get()
    assert (refund.status, refund.amount_minor) == (Refund.Status.SUCCEEDED, purchase.amount_minor)
    assert refund.reason == "It was paid after the account was closed."
    assert len(at_stripe(purchase)) == 1
    assert connects.lot_state(purchase.reference) is None
    assert balance(person) == 0
    assert not Mail.objects.filter(person=person).exists()
    assert not Notice.objects.filter(person=person).exists()
    assert_books_balance()


def test_bens_open_checkout_is_closed_with_his_account(till, ben):
    purchase = till.buy(ben)
    assert closing.close(ben, by=ben).finished_at
    purchase.refresh_from_db()
    assert (purchase.status, purchase.session_url) == (Purchase.Status.EXPIRED, "")
    assert stripe_gateway.session(purchase.session_id).status == "expired"
    till.pay(purchase)
    assert stripe_gateway.session(purchase.session_id).payment_status == "unpaid"
    assert balance(ben) == 0
    assert_books_balance()


def test_what_ben_paid_just_before_stripe_was_told_goes_back(till, ben):
    purchase = till.buy(ben)
    gone(ben)
    till.pay(purchase)
    assert closing.run(clock.now()) == 1
    assert refund_looks.look_at_due(clock.now()) == 1
    refund_looks.look_at_due(clock.now())
    went_back(purchase, ben)
    assert ben.closure.finished_at


def test_however_often_it_is_told_it_goes_back_once(till, ben):
    purchase = till.buy(ben)
    gone(ben)
    till.pay(purchase)
    event = till.events(purchase, "completed")[0]
    assert [till.webhook(event).status_code for _ in range(2)] == [200, 200]
    Purchase.objects.filter(status=Purchase.Status.OPEN).update(look_at=clock.real_now() - timedelta(seconds=1))
    reconciliation.look_at_due(clock.now())
    for _ in range(3):
        Refund.objects.filter(status=Refund.Status.ASKED).update(look_at=clock.real_now())
        refund_looks.look_at_due(clock.now())
        closing.run(clock.now())
    went_back(purchase, ben)


def test_while_stripe_is_silent_the_account_is_closed_and_the_sweep_does_the_rest_once(till, ben):
    purchase = till.buy(ben)
    till.stripe.control("faults", kind="500", count=2, match="POST /v1/checkout/sessions/")
    closure = closing.close(ben, by=ben)
    assert closure.finished_at is None
    person = User.objects.get(pk=ben.pk)
    assert (person.is_active, person.closed_at) == (False, closure.at)
    purchase.refresh_from_db()
    assert purchase.status == Purchase.Status.OPEN
    assert [closing.run(clock.now()) for _ in range(2)] == [1, 0]
    purchase.refresh_from_db()
    assert purchase.status == Purchase.Status.EXPIRED
    expired = till.events(purchase, "expired")
    assert len(expired) == 1
    assert till.webhook(expired[0]).status_code == 200
    assert not Refund.objects.exists()
    assert closing.next_due() is None
    assert_books_balance()


def test_what_cannot_go_back_waits_for_an_operator(till, ben):
    purchase = till.buy(ben)
    gone(ben)
    till.pay(purchase, number="4000000000005126")
    till.webhook(till.events(purchase, "completed")[0])
    refund_looks.look_at_due(clock.now())
    refund = Refund.objects.get()
    till.stripe.control("refund-outcome", refund=refund.refund_id, outcome="failed")
    tell(till, "refund.failed", refund.refund_id)
    purchase.refresh_from_db()
    assert (purchase.status, purchase.refunded_minor, balance(ben)) == (Purchase.Status.PAID, 0, 0)
    assert purchase.mismatch.startswith("It was paid after the account was closed. The refund failed: expired")
    assert any(alarm.page == "billing_purchase" for alarm in alarms.ringing())
