"""Buying in three currencies, each with a method of its own; codes refused with a reason, and taken."""

from collections.abc import Iterator

import pytest

from billing.models import PromoCode, Purchase
from common import clock
from tests.billing.conftest import Till, balance, found_agency, list_prices_only
from tests.books import assert_books_balance
from tests.stripe_process import SECRET, StripeProcess

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOP = "/settings/connects/buy/"


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


def total(page) -> str:
    return page.locator(".order tfoot td").inner_text().replace("\u00a0", " ")


def to_payment(page, count: int, shown: str) -> None:
    page.locator("label.package").filter(has_text=f"{count} Connects").first.click()
    page.locator(".order tfoot td", has_text=shown).wait_for()
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_role("button", name="Pay ").first.wait_for()


def receipt_of(person, page) -> Purchase:
    page.get_by_role("heading", name="Receipt").wait_for()
    purchase = Purchase.objects.get(buyer=person)
    assert balance(person) == purchase.connects
    assert_books_balance()
    return purchase


def test_euros_by_paypal(look, till, person):
    dana = person("Dana", freelancer=True, country="DE")
    page = look(SHOP, person=dana)
    assert "card, PayPal or SEPA Direct Debit" in page.locator(".order").inner_text()
    to_payment(page, 60, "8,12")
    page.get_by_label("PayPal").check()
    page.get_by_role("button", name="Pay ").first.click()
    page.get_by_role("button", name="Agree and pay").or_(page.get_by_role("heading", name="Receipt")).first.wait_for()
    if page.get_by_role("button", name="Agree and pay").count():
        page.get_by_role("button", name="Agree and pay").click()
    purchase = receipt_of(dana, page)
    assert (purchase.currency, purchase.amount_minor) == ("EUR", 812)
    assert "PayPal" in purchase.paid_with


def test_rupees_by_upi(look, till, person):
    dana = person("Dana", freelancer=True, country="IN")
    page = look(SHOP, person=dana, width=360)
    assert "card or UPI" in page.locator(".order").inner_text()
    to_payment(page, 100, "₹840.00")
    page.get_by_label("UPI").check()
    page.get_by_role("button", name="Pay ").first.click()
    purchase = receipt_of(dana, page)
    assert (purchase.currency, purchase.amount_minor) == ("INR", 84000)
    assert "UPI" in purchase.paid_with.upper()


def test_yen_at_a_konbini_come_once_they_are_paid(look, till, person):
    dana = person("Dana", freelancer=True, country="JP")
    page = look(SHOP, person=dana, scheme="dark")
    assert "With konbini the Connects come once the money has arrived" in page.locator(".order").inner_text()
    to_payment(page, 20, "¥440")
    page.get_by_label("Konbini").check()
    page.get_by_role("button", name="Pay ").first.click()
    page.get_by_role("heading", name="Your payment is on its way").wait_for()
    purchase = Purchase.objects.get()
    assert (purchase.currency, purchase.amount_minor, balance(dana)) == ("JPY", 440, 0)
    till.stripe.control("settle", session=purchase.session_id)
    till.webhook(till.events(purchase, "async_payment_succeeded")[0])
    page.get_by_role("heading", name="Receipt").wait_for(timeout=15_000)
    receipt_of(dana, page)


@pytest.mark.parametrize("script", [True, False])
def test_a_code_is_refused_with_its_reason_and_another_is_taken(look, till, ben, script):
    PromoCode.objects.create(code="OVER", percent=50, starts_at=clock.now(), limit_total=0)
    PromoCode.objects.create(code="SPRING", percent=25, starts_at=clock.now())
    page = look(SHOP, person=ben, script=script)
    assert total(page) == "$3.00"
    page.get_by_label("Promo code").fill("over")
    page.get_by_role("button", name="Apply").click()
    page.get_by_text("OVER has been used up.").wait_for()
    page.get_by_label("Promo code").fill("spring")
    page.get_by_label("Promo code").press("Enter")
    page.get_by_text("SPRING is taken: 25 % off.").wait_for()
    assert total(page) == "$2.25"
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_role("button", name="Pay $2.25").first.wait_for()
    assert Purchase.objects.get().discount_label == "SPRING, 25 % off"


def test_the_total_follows_what_is_chosen_and_the_keyboard_keeps_its_place(look, till, ben):
    page = look(SHOP, person=ben)
    page.locator("input[name=package]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.locator(".order tfoot td", has_text="$6.00").wait_for()
    assert page.evaluate("document.activeElement.name") == "package"
    assert page.evaluate("document.activeElement.checked")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_its_pages_are_accessible_and_fit(look, accessibility_problems, till, ben, width, scheme):
    found_agency(ben, plan="business")
    PromoCode.objects.create(code="EXTRA", connects=5, starts_at=clock.now())
    pages = [f"{SHOP}?code=EXTRA", f"{SHOP}?code=NOPE", f"{SHOP}?agency=fieldstone", "/settings/billing/", "/pricing/"]
    pages.append("/pricing/?country=JP")
    for path in pages:
        page = look(path, width=width, scheme=scheme, person=ben)
        assert accessibility_problems(page) == [], path
        assert page.evaluate("document.body.scrollWidth <= window.innerWidth"), path
