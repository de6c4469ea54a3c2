"""Buying in a browser: the shop, Stripe's page in its own process, and back; on phone and desk, by day and night."""

from collections.abc import Iterator

import pytest

from billing.models import Purchase
from tests.billing.conftest import Till, balance, list_prices_only
from tests.books import assert_books_balance
from tests.stripe_process import SECRET, StripeProcess

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def till(live_server, tmp_path, settings) -> Iterator[Till]:
    process = StripeProcess(tmp_path / "s.sqlite3").start()
    settings.DEMO, settings.STRIPE_SECRET_KEY = True, ""
    settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRETS = process.url, [SECRET]
    settings.SITE_URL = live_server.url
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = [*directives["form-action"], process.url]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives | {"form-action": allowed}}
    list_prices_only()
    yield Till(process)
    process.stop()


def choose(page, count: int) -> None:
    page.locator("label.package").filter(has_text=f"{count} Connects").first.click()
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_role("button", name="Pay $").first.wait_for()


def fill_in(page, number: str) -> None:
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expires").fill("12 / 34")
    page.get_by_label("CVC").fill("123")
    page.get_by_role("button", name="Pay $").first.click()


@pytest.mark.parametrize("script", [True, False])
def test_a_card_from_the_shop_to_the_receipt(look, till, ben, script):
    page = look("/settings/connects/buy/", person=ben, script=script)
    choose(page, 20)
    fill_in(page, "4242 4242 4242 4242")
    page.get_by_role("heading", name="Receipt").wait_for()
    assert "20 Connects are in your wallet" in page.locator("main").inner_text()
    assert balance(ben) == 20
    assert_books_balance()


def test_a_declined_card_then_3d_secure(look, till, ben):
    page = look("/settings/connects/buy/", person=ben, width=360)
    choose(page, 10)
    fill_in(page, "4000 0000 0000 0002")
    page.get_by_text("Your card was declined.").wait_for()
    fill_in(page, "4000 0025 0000 3155")
    page.get_by_role("button", name="Complete authentication").click()
    page.get_by_role("heading", name="Receipt").wait_for()
    assert balance(ben) == 10
    assert_books_balance()


def test_back_without_paying_and_on_again(look, till, ben):
    page = look("/settings/connects/buy/", person=ben)
    choose(page, 20)
    page.get_by_role("link", name="Back, without paying").click()
    page.get_by_text("You left before paying. Nothing was charged.").wait_for()
    page.get_by_role("link", name="Go on paying").click()
    fill_in(page, "4242 4242 4242 4242")
    page.get_by_role("heading", name="Receipt").wait_for()
    assert Purchase.objects.count() == 1
    assert_books_balance()


def test_a_payment_under_way_turns_into_a_receipt_by_itself(look, till, ben):
    page = look("/settings/connects/buy/", person=ben)
    choose(page, 20)
    page.get_by_label("US bank account").check()
    page.get_by_role("button", name="Pay $").first.click()
    page.get_by_role("heading", name="Your payment is on its way").wait_for()
    purchase = Purchase.objects.get()
    till.stripe.control("settle", session=purchase.session_id)
    till.webhook(till.events(purchase, "async_payment_succeeded")[0])
    page.get_by_role("heading", name="Receipt").wait_for(timeout=15_000)
    assert_books_balance()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_its_pages_are_accessible_and_fit(look, accessibility_problems, till, ben, cleo, job, width, scheme):
    paid = till.buy(ben)
    till.pay(paid)
    till.come_back(ben, paid)
    under_way = till.buy(ben, 40)
    till.pay(under_way, method="us_bank_account", account="failed")
    till.come_back(ben, under_way)
    still_open = till.buy(ben, 60)
    odd = till.buy(ben, 80)
    till.tamper(odd, amount_total=1)
    till.come_back(ben, odd)
    ended = till.buy(ben, 100)
    till.browser(ben).post(f"{ended.get_absolute_url()}cancel/")
    shop = "/settings/connects/buy/"
    pages = [shop, f"{shop}?left={still_open.pk}", "/settings/connects/purchases/"]
    pages += [row.get_absolute_url() for row in (paid, under_way, still_open, odd, ended)]
    for who, path in [(ben, path) for path in pages] + [(cleo, f"{shop}?job={job.pk}")]:
        page = look(path, width=width, scheme=scheme, person=who)
        assert accessibility_problems(page) == [], path
        assert page.evaluate("document.body.scrollWidth <= window.innerWidth"), path
    for path in (f"/c/pay/{still_open.session_id}", "/"):
        page.goto(till.stripe.url + path)
        assert accessibility_problems(page) == [], path
        assert page.evaluate("document.body.scrollWidth <= window.innerWidth"), path
