"""Purchases and their receipts: the list, one page each, mail, notice and the line in history."""

import pytest

from billing.models import Package, Purchase, Region
from common import clock
from common.models import Mail
from connects import causes
from tests.billing.conftest import balance
from tests.books import assert_books_balance
from tests.queries import cost

pytestmark = pytest.mark.django_db
LIST = "/settings/connects/purchases/"


@pytest.fixture
def receipt(till, ben) -> Purchase:
    purchase = till.buy(ben)
    till.pay(purchase)
    till.come_back(ben, purchase)
    purchase.refresh_from_db()
    return purchase


def past(person, count: int) -> None:
    package = Package.objects.get(connects=20, region__currency="USD")
    now = clock.real_now()
    Purchase.objects.bulk_create(
        Purchase(
            wallet_id=person.wallet.pk,
            buyer=person,
            package=package,
            connects=20,
            list_minor=300,
            amount_minor=300,
            currency="USD",
            status=Purchase.Status.EXPIRED,
            session_expires_at=now,
        )
        for _ in range(count)
    )


def test_the_receipt_says_what_was_bought(till, ben, receipt):
    page = till.browser(ben).get(receipt.get_absolute_url()).content.decode()
    for words in (receipt.number, "$3.00", "Visa ending in 4242", "Ben", "ben@example.com", receipt.payment_intent):
        assert words in page
    assert balance(ben) == 20
    assert_books_balance()


def test_the_receipt_comes_by_mail(receipt):
    mail = Mail.objects.get(reference__startswith=f"receipt:purchase:{receipt.pk}:")
    assert mail.to == "ben@example.com"
    assert mail.subject == f"Receipt {receipt.number}: 20 Connects"
    for body in (mail.text, mail.html):
        assert "$3.00" in body
        assert "Visa ending in 4242" in body
        assert f"/settings/connects/purchases/{receipt.pk}/" in body


def test_history_links_to_the_receipt(receipt):
    booked = receipt.wallet.transactions.get(kind="purchase")
    assert booked.cause == f"purchase:{receipt.pk}"
    cause = causes.resolve([booked.cause])[booked.cause]
    assert cause.url == receipt.get_absolute_url()
    assert receipt.number in cause.text


def test_the_list_shows_every_purchase_of_ones_own(till, ben, cleo, receipt):
    other = till.buy(cleo)
    page = till.browser(ben).get(LIST).content.decode()
    assert receipt.number in page
    assert other.number not in page


def test_an_empty_list_says_what_to_do(till, ben):
    page = till.browser(ben).get(LIST).content.decode()
    assert "No purchases yet" in page
    assert "/settings/connects/buy/" in page


def test_the_list_goes_on_to_older_ones(till, ben):
    past(ben, 60)
    browser = till.browser(ben)
    seen: list[str] = []
    address = LIST
    for _ in range(3):
        context = browser.get(address).context
        seen += [purchase.number for purchase in context["purchases"]]
        address = LIST + context["older"]
    assert len(seen) == len(set(seen)) == 60
    assert context["older"] == ""


@pytest.mark.parametrize("before", ["x", "-5", "9" * 30, "0", "\x00"])
def test_a_cursor_that_makes_no_sense_starts_at_the_top(till, ben, before):
    past(ben, 3)
    response = till.browser(ben).get(LIST, {"before": before})
    assert len(response.context["purchases"]) == 3


def test_the_list_costs_the_same_at_5_and_at_50(till, ben):
    browser = till.browser(ben)
    past(ben, 5)
    few = cost(browser, LIST)
    past(ben, 45)
    assert cost(browser, LIST) == few


def test_the_shop_costs_the_same_at_6_and_at_50_packages(till, ben):
    browser = till.browser(ben)
    few = cost(browser, "/settings/connects/buy/")
    dollars = Region.objects.get(currency="USD")
    Package.objects.bulk_create(Package(region=dollars, connects=1000 + n, price_minor=9000 + n) for n in range(44))
    assert cost(browser, "/settings/connects/buy/") == few


@pytest.mark.parametrize("number", ["999999", "9" * 19, "9" * 40])
def test_a_purchase_that_is_not_there_is_404(till, ben, number):
    for tail in ("", "state/"):
        assert till.browser(ben).get(f"{LIST}{number}/{tail}").status_code == 404
