"""Whatever Stripe says otherwise than was sold goes to an operator, and credits nothing."""

import pytest

from billing import services
from billing.models import Purchase, StripeEvent
from tests.billing.conftest import balance
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"amount_total": 1}, "amount"),
        ({"amount_total": 30000}, "amount"),
        ({"currency": "jpy"}, "currency"),
        ({"mode": "subscription"}, "mode"),
        ({"livemode": True}, "live"),
        ({"client_reference_id": "G-999999"}, "number"),
        ({"metadata": {"purchase": "f" * 32}}, "purchase"),
        ({"metadata": {}}, "purchase"),
    ],
)
def test_a_difference_calls_an_operator(till, ben, fields, word):
    purchase = till.buy(ben)
    till.pay(purchase)
    till.tamper(purchase, **fields)
    assert till.webhook(till.events(purchase, "completed")[0]).status_code == 200
    page = till.come_back(ben, purchase, follow=True)
    purchase.refresh_from_db()
    assert purchase.mismatch.startswith(f"{word}: Stripe says")
    assert purchase.status == Purchase.Status.PROCESSING
    assert purchase.look_at is None
    assert balance(ben) == 0
    assert "We are looking into this payment" in page.content.decode()
    assert_books_balance()


def test_once_put_right_it_is_credited(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    till.tamper(purchase, amount_total=1)
    till.come_back(ben, purchase)
    till.tamper(purchase, amount_total=300)
    purchase.refresh_from_db()
    services.look_again(purchase)
    purchase.refresh_from_db()
    assert (purchase.status, purchase.mismatch, balance(ben)) == (Purchase.Status.PAID, "", 20)
    assert_books_balance()


def test_a_mismatch_does_not_bar_the_shop(till, ben):
    first = till.buy(ben)
    till.pay(first)
    till.tamper(first, amount_total=1)
    till.come_back(ben, first)
    second = till.buy(ben)
    assert second.pk != first.pk
    till.pay(second)
    till.come_back(ben, second)
    assert balance(ben) == 20
    assert_books_balance()


def test_cleo_cannot_come_back_on_bens_checkout(till, ben, cleo):
    purchase = till.buy(ben)
    till.pay(purchase)
    assert till.come_back(cleo, purchase).status_code == 404
    assert (balance(ben), balance(cleo)) == (0, 0)
    assert till.browser(cleo).get(purchase.get_absolute_url()).status_code == 404
    assert till.browser(cleo).get(f"{purchase.get_absolute_url()}state/").status_code == 404
    assert till.browser(cleo).post(f"{purchase.get_absolute_url()}cancel/").status_code == 404
    till.come_back(ben, purchase)
    assert (balance(ben), balance(cleo)) == (20, 0)
    assert_books_balance()


def test_cleo_cannot_take_a_session_that_we_had_no_time_to_note(till, ben, cleo):
    purchase = till.buy(ben)
    till.pay(purchase)
    Purchase.objects.filter(pk=purchase.pk).update(session_id=None, session_url="")
    assert till.come_back(cleo, purchase).status_code == 404
    assert (balance(ben), balance(cleo)) == (20, 0)
    assert_books_balance()


@pytest.mark.parametrize(
    "session_id",
    ["", "x", "cs_test_nothing_like_it", "cs_test_abcdefghij0123456789", "é" * 300, "cs_test_\x00abcdefghij"],
)
def test_an_address_that_names_no_checkout_is_404(till, ben, session_id):
    response = till.browser(ben).get("/settings/connects/buy/return/", {"session_id": session_id})
    assert response.status_code == 404


def test_a_session_of_another_shop_on_the_account_is_left_alone(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    event = till.events(purchase, "completed")[0]
    Purchase.objects.filter(pk=purchase.pk).update(session_id="cs_test_other")
    till.tamper(purchase, metadata={"order": "17"})
    assert till.webhook(event).status_code == 200
    assert StripeEvent.objects.get().error == "Not acted on: no purchase of ours."
    assert balance(ben) == 0
