"""Starting a checkout: one open one per wallet and package, whatever is clicked and whatever fails on the way."""

import time
from datetime import timedelta

import pytest

from billing import checkout, errors
from billing.models import Package, Purchase
from common import clock, policies
from tests.billing.conftest import balance
from tests.books import assert_books_balance
from tests.stripe_process import StripeProcess

pytestmark = pytest.mark.django_db
CREATE = "POST /v1/checkout/sessions"


def test_the_purchase_keeps_what_was_promised(till, ben):
    purchase = till.buy(ben, 60)
    assert (purchase.connects, purchase.amount_minor, purchase.currency) == (60, 870, "USD")
    assert purchase.status == Purchase.Status.OPEN
    assert purchase.session_url.startswith(till.stripe.url)
    page = till.stripe.get(f"/c/pay/{purchase.session_id}")[1]
    assert "60 Connects" in page
    assert "$8.70" in page
    assert purchase.number in page
    assert "ben@example.com" in page


def test_clicking_twice_opens_one_checkout(till, ben):
    first, second = till.buy(ben), till.buy(ben)
    assert first.pk == second.pk
    assert till.sessions_for(first) == 1


def test_another_package_is_another_checkout(till, ben):
    assert till.buy(ben, 20).pk != till.buy(ben, 40).pk


def test_each_person_has_their_own(till, ben, cleo):
    assert till.buy(ben).session_id != till.buy(cleo).session_id


def test_a_new_price_closes_the_old_checkout(till, ben, olga):
    old = till.buy(ben)
    policies.change(old.package, actor=olga, reason="Dearer from today", price_minor=400)
    new = till.buy(ben)
    old.refresh_from_db()
    assert old.status == Purchase.Status.EXPIRED
    assert new.amount_minor == 400
    assert "has expired" in till.stripe.get(f"/c/pay/{old.session_id}")[1]


def test_a_checkout_that_stripe_is_about_to_close_is_started_anew(till, ben):
    old = till.buy(ben)
    Purchase.objects.update(session_expires_at=clock.real_now() + timedelta(minutes=1))
    new = till.buy(ben)
    old.refresh_from_db()
    assert (new.pk != old.pk, old.status) == (True, Purchase.Status.EXPIRED)


def test_buying_again_what_was_paid_meanwhile_shows_its_receipt(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    Purchase.objects.update(session_expires_at=clock.real_now())
    response = till.choose(ben)
    assert response["Location"] == f"/settings/connects/purchases/{purchase.pk}/"
    assert balance(ben) == 20
    assert_books_balance()


def test_after_payment_the_same_package_can_be_bought_again(till, ben):
    for expected in (20, 40):
        purchase = till.buy(ben)
        till.pay(purchase)
        till.come_back(ben, purchase)
        assert balance(ben) == expected
    assert_books_balance()


@pytest.mark.parametrize("kind", ["500", "429", "409", "lost-answer", "500-remembered"])
def test_a_failed_start_and_a_second_click_make_one_session(till, ben, kind):
    till.stripe.control("faults", kind=kind, match=CREATE, count=2 if kind in ("500", "409", "lost-answer") else 1)
    response = till.choose(ben)
    assert response["Location"].startswith("/settings/connects/buy/?package=")
    page = till.browser(ben).get("/settings/connects/buy/")
    assert page.status_code == 200
    purchase = till.buy(ben)
    assert Purchase.objects.count() == 1
    assert till.sessions_for(purchase) == 1
    till.pay(purchase)
    till.come_back(ben, purchase)
    assert balance(ben) == 20
    assert_books_balance()


@pytest.mark.slow
def test_silence_ends_with_our_patience_and_a_second_click_makes_one_session(till, ben):
    """Stripe takes the request and says nothing: the page is back in half a minute, not never."""
    till.stripe.control("faults", kind="silence", match=CREATE, count=2, seconds=12)
    began = time.monotonic()
    assert till.choose(ben)["Location"].startswith("/settings/connects/buy/?package=")
    assert time.monotonic() - began < 30
    assert till.sessions_for(till.buy(ben)) == 1


@pytest.mark.parametrize("kind", ["500", "409"])
def test_one_hiccup_is_not_even_noticed(till, ben, kind):
    till.stripe.control("faults", kind=kind, match=CREATE)
    assert till.buy(ben).session_id


def test_a_lost_answer_is_found_again_at_once(till, ben):
    till.stripe.control("faults", kind="lost-answer", match=CREATE)
    assert till.sessions_for(till.buy(ben)) == 1


def test_the_failure_is_said_and_nothing_is_charged(till, ben):
    till.stripe.control("faults", kind="500", match=CREATE, count=2)
    browser = till.browser(ben)
    response = till.choose(ben, browser=browser)
    page = browser.get(response["Location"]).content.decode()
    assert "Stripe did not answer. Nothing was charged." in page


def test_a_stripe_that_is_not_there_is_said(till, ben, settings, tmp_path):
    settings.STRIPE_API_BASE = StripeProcess(tmp_path / "never started").url
    browser = till.browser(ben)
    page = browser.get(till.choose(ben, browser=browser)["Location"]).content.decode()
    assert "Stripe did not answer" in page


def test_a_refused_key_is_our_fault_and_said_so(till, ben, settings):
    settings.STRIPE_SECRET_KEY = "sk_live_in_a_demo"
    browser = till.browser(ben)
    page = browser.get(till.choose(ben, browser=browser)["Location"]).content.decode()
    assert "Payments are not working at the moment" in page


def test_without_a_key_nobody_is_sent_to_stripe(till, ben, settings):
    settings.STRIPE_API_BASE = ""
    with pytest.raises(errors.PaymentsRefused, match="STRIPE_SECRET_KEY"):
        checkout.start(ben, package_id=Package.objects.first().pk)


def test_outside_a_demo_the_sandbox_is_not_asked(till, ben, settings):
    settings.DEMO = False
    with pytest.raises(errors.PaymentsRefused, match="STRIPE_SECRET_KEY"):
        checkout.start(ben, package_id=Package.objects.first().pk)


def test_a_package_taken_off_the_shelf_is_not_sold(till, ben, olga):
    package = Package.objects.get(connects=20, region__currency="USD")
    policies.change(package, actor=olga, reason="Not any more", active=False)
    response = till.browser(ben).post("/settings/connects/buy/", {"package": package.pk})
    assert response.status_code == 400
    assert "not on sale any more" in response.content.decode()
    with pytest.raises(errors.PackageGone):
        checkout.start(ben, package_id=package.pk)


@pytest.mark.parametrize("package", ["", "x", "-1", "999999", "9" * 30, "1\x00"])
def test_it_rejects_what_is_no_package(till, ben, package):
    response = till.browser(ben).post("/settings/connects/buy/", {"package": package})
    assert response.status_code == 400
    assert Purchase.objects.count() == 0


def test_charlie_without_the_role_has_nothing_to_buy_for(till, charlie):
    response = till.choose(charlie)
    assert "You have no wallet yet" in response.content.decode()
    assert Purchase.objects.count() == 0


def test_strangers_are_asked_to_log_in(client, db):
    for address in ("buy/", "buy/return/", "purchases/", "purchases/1/", "purchases/1/state/"):
        response = client.get(f"/settings/connects/{address}")
        assert response["Location"].startswith("/accounts/login/")
