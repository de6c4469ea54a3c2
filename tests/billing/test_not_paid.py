"""Declined, abandoned, expired, cancelled, money that comes later or never: nothing is credited before it is paid."""

import time

import pytest

from billing.models import Purchase
from common.models import Mail
from tests.billing.conftest import balance
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db
Status = Purchase.Status


def status_of(purchase: Purchase) -> str:
    purchase.refresh_from_db()
    return purchase.status


def test_a_declined_card_leaves_the_checkout_open_for_another(till, ben):
    purchase = till.buy(ben)
    assert till.pay(purchase, number="4000000000000002") == 200
    till.come_back(ben, purchase)
    assert (status_of(purchase), balance(ben)) == (Status.OPEN, 0)
    assert till.pay(purchase) == 303
    till.come_back(ben, purchase)
    assert (status_of(purchase), balance(ben)) == (Status.PAID, 20)
    assert_books_balance()


def test_failed_three_d_secure_credits_nothing(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase, number="4000002500003155")
    till.stripe.post(f"/c/pay/{purchase.session_id}/3ds", {"verdict": "fail"})
    till.come_back(ben, purchase)
    assert (status_of(purchase), balance(ben)) == (Status.OPEN, 0)
    assert_books_balance()


def test_an_abandoned_checkout_is_offered_again(till, ben):
    purchase = till.buy(ben)
    page = till.browser(ben).get(f"/settings/connects/buy/?left={purchase.pk}").content.decode()
    assert "You left before paying. Nothing was charged." in page
    assert purchase.session_url in page
    assert status_of(purchase) == Status.OPEN


def test_an_expired_checkout_ends_by_webhook(till, ben):
    purchase = till.buy(ben)
    till.stripe.control("expire", session=purchase.session_id)
    assert till.webhook(till.events(purchase, "expired")[0]).status_code == 200
    assert (status_of(purchase), balance(ben)) == (Status.EXPIRED, 0)
    page = till.browser(ben).get(purchase.get_absolute_url()).content.decode()
    assert "This checkout has ended" in page
    assert_books_balance()


def test_a_checkout_expires_by_stripes_clock(till, ben):
    purchase = till.buy(ben)
    till.tamper(purchase, expires_at=int(time.time()) - 1)
    till.pay(purchase)
    till.come_back(ben, purchase)
    assert status_of(purchase) == Status.EXPIRED


def test_ben_cancels_his_checkout(till, ben):
    purchase = till.buy(ben)
    response = till.browser(ben).post(f"/settings/connects/purchases/{purchase.pk}/cancel/")
    assert response["Location"] == "/settings/connects/buy/"
    assert status_of(purchase) == Status.EXPIRED
    assert "has expired" in till.stripe.get(f"/c/pay/{purchase.session_id}")[1]


def test_cancelling_what_was_paid_meanwhile_credits_it(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    till.browser(ben).post(f"/settings/connects/purchases/{purchase.pk}/cancel/")
    assert (status_of(purchase), balance(ben)) == (Status.PAID, 20)
    assert_books_balance()


@pytest.mark.parametrize("method", ["get", "head", "put"])
def test_cancelling_is_posted(till, ben, method):
    purchase = till.buy(ben)
    assert getattr(till.browser(ben), method)(f"/settings/connects/purchases/{purchase.pk}/cancel/").status_code == 405


def test_a_bank_debit_is_processing_until_the_bank_pays(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase, method="us_bank_account", account="succeeded")
    page = till.come_back(ben, purchase, follow=True).content.decode()
    assert "Your payment is on its way" in page
    assert (status_of(purchase), balance(ben)) == (Status.PROCESSING, 0)
    assert till.webhook(till.events(purchase, "completed")[0]).status_code == 200
    assert balance(ben) == 0
    till.stripe.control("settle", session=purchase.session_id)
    assert till.webhook(till.events(purchase, "async_payment_succeeded")[0]).status_code == 200
    assert (status_of(purchase), balance(ben)) == (Status.PAID, 20)
    assert_books_balance()


def test_a_bank_debit_that_fails_is_told(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase, method="us_bank_account", account="failed")
    till.come_back(ben, purchase)
    till.stripe.control("settle", session=purchase.session_id)
    for _ in range(2):
        assert till.webhook(till.events(purchase, "async_payment_failed")[0]).status_code == 200
    assert (status_of(purchase), balance(ben)) == (Status.FAILED, 0)
    mail = Mail.objects.get(reference__startswith=f"failed:purchase:{purchase.pk}:")
    assert "insufficient funds" in mail.text
    page = till.browser(ben).get(purchase.get_absolute_url()).content.decode()
    assert "did not go through" in page
    assert "insufficient funds" in page
    assert_books_balance()


def test_an_old_event_that_comes_last_changes_nothing(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase, method="us_bank_account", account="succeeded")
    till.stripe.control("settle", session=purchase.session_id)
    till.webhook(till.events(purchase, "async_payment_succeeded")[0])
    till.webhook(till.events(purchase, "completed")[0])
    assert (status_of(purchase), balance(ben)) == (Status.PAID, 20)
    assert_books_balance()


def test_the_page_of_a_payment_under_way_looks_again_by_itself(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase, method="us_bank_account", account="succeeded")
    till.come_back(ben, purchase)
    state = f"/settings/connects/purchases/{purchase.pk}/state/"
    assert till.browser(ben).get(state).status_code == 204
    till.stripe.control("settle", session=purchase.session_id)
    till.webhook(till.events(purchase, "async_payment_succeeded")[0])
    assert till.browser(ben).get(state)["HX-Refresh"] == "true"
