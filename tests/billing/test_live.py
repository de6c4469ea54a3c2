"""Nothing by hand: the site on a port, Stripe's process beside it, webhooks over HTTP with retries."""

import time
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from billing.models import Package, Purchase, StripeEvent
from tests.billing.conftest import Till, balance, list_prices_only
from tests.books import assert_books_balance
from tests.stripe_process import SECRET, StripeProcess

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def live(live_server, tmp_path, settings) -> Iterator[Till]:
    process = StripeProcess(tmp_path / "s.sqlite3", webhook_url=f"{live_server.url}/stripe/webhook/").start()
    settings.DEMO, settings.STRIPE_SECRET_KEY = True, ""
    settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRETS = process.url, [SECRET]
    settings.SITE_URL = live_server.url
    list_prices_only()
    yield Till(process)
    process.control("pause", paused=True)
    process.control("drain")
    process.stop()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def is_paid(purchase: Purchase) -> bool:
    return Purchase.objects.get(pk=purchase.pk).status == Purchase.Status.PAID


def test_a_paid_checkout_is_credited_by_the_webhook_alone(live, ben):
    purchase = live.buy(ben)
    live.pay(purchase)
    until(lambda: is_paid(purchase))
    assert live.stripe.control("drain") is True
    assert balance(ben) == 20
    assert set(StripeEvent.objects.values_list("type", flat=True)) == {
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    }
    assert_books_balance()


def test_deliveries_twice_late_and_again_credit_once(live, ben):
    purchase = live.buy(ben)
    live.pay(purchase)
    until(lambda: is_paid(purchase))
    event = live.events(purchase, "completed")[0]["id"]
    live.stripe.control("deliver", event=event, times=8)
    assert live.stripe.control("drain") is True
    live.come_back(ben, purchase)
    assert balance(ben) == 20
    assert_books_balance()


def test_a_webhook_that_failed_comes_again_by_itself(live, ben):
    purchase = live.buy(ben)
    live.stripe.control("faults", kind="500", count=2, match="GET /v1/checkout/sessions/")
    live.pay(purchase)
    until(lambda: is_paid(purchase))
    # The event's own row is written after what it did is certain.
    completed = StripeEvent.objects.filter(type="checkout.session.completed")
    until(lambda: completed.values_list("attempts", "error").get() == (2, ""))
    assert balance(ben) == 20
    assert_books_balance()


def test_a_bank_debit_from_the_shop_to_the_wallet(live, ben):
    purchase = live.buy(ben)
    live.pay(purchase, method="us_bank_account", account="succeeded")
    until(lambda: Purchase.objects.get(pk=purchase.pk).status == Purchase.Status.PROCESSING)
    live.stripe.control("settle", session=purchase.session_id)
    until(lambda: is_paid(purchase))
    assert balance(ben) == 20
    assert_books_balance()


def test_stripe_leads_back_to_an_address_that_works(live, live_server, ben):
    browser = Client()
    browser.force_login(ben)
    package = Package.objects.get(connects=40, region__currency="USD")
    page = browser.post("/settings/connects/buy/", {"package": package.pk})["Location"]
    session_id = page.rsplit("/", 1)[1]
    back = live.stripe.pay(session_id)[2]["Location"]
    assert back.startswith(f"{live_server.url}/settings/connects/buy/return/")
    shown = browser.get(back.removeprefix(live_server.url), follow=True)
    assert "40 Connects are in your wallet" in shown.content.decode()
    live.stripe.control("drain")
    assert_books_balance()
