"""Which prices hold for whom: by the country in the account, never by the request."""

import pytest

from billing.models import Package, Purchase, Region
from billing.regions import region_of
from tests.billing.conftest import balance
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db
SHOP = "/settings/connects/buy/"


def shop(till, person, query: str = "") -> str:
    page = till.browser(person).get(SHOP + query, headers={"accept-language": "ja-JP"}).content.decode()
    return " ".join(page.replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("country", "currency"),
    [
        ("US", "USD"),
        ("", "USD"),
        ("CH", "USD"),
        ("IN", "INR"),
        ("DE", "EUR"),
        ("NL", "EUR"),
        ("GB", "GBP"),
        ("JP", "JPY"),
    ],
)
def test_a_country_has_its_region(db, country, currency):
    assert region_of(country).currency == currency


@pytest.mark.parametrize(
    ("currency", "prices"),
    [
        ("USD", [150, 300, 600, 870, 1140, 1400, 2025, 3825]),
        ("INR", [9000, 18000, 36000, 52200, 68400, 84000, 121500, 229500]),
        ("EUR", [140, 280, 560, 812, 1064, 1307, 1890, 3570]),
        ("GBP", [120, 240, 480, 696, 912, 1120, 1620, 3060]),
        ("JPY", [220, 440, 880, 1276, 1672, 2053, 2970, 5610]),
    ],
)
def test_the_price_book_as_it_opens(db, currency, prices):
    assert list(Package.objects.filter(region__currency=currency).values_list("price_minor", flat=True)) == prices


@pytest.mark.parametrize(
    ("country", "words"),
    [
        ("DE", ("2,80 €", "0,1353 €", "card, PayPal or SEPA Direct Debit")),
        ("IN", ("₹180.00", "₹8.70", "card or UPI")),
        ("JP", ("¥440", "¥21.27", "card or konbini", "With konbini the Connects come once")),
        ("GB", ("£2.40", "£0.116", "Bacs Direct Debit")),
        ("FR", ("2,80 €",)),
    ],
)
def test_prices_and_methods_are_those_of_the_buyers_country(till, person, country, words):
    dana = person("Dana", freelancer=True, country=country)
    page = shop(till, dana)
    for each in words:
        assert each in page
    assert "$" not in page.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("country", ["DE", "JP", "IN", "GB"])
def test_buying_in_another_currency(till, person, country):
    dana = person("Dana", freelancer=True, country=country)
    region = region_of(country)
    package = Package.objects.get(region=region, connects=60)
    answer = till.browser(dana).post(SHOP, {"package": package.pk})
    purchase = Purchase.objects.get(session_url=answer["Location"])
    assert (purchase.currency, purchase.amount_minor, purchase.country) == (
        region.currency,
        package.price_minor,
        country,
    )
    till.pay(purchase)
    till.come_back(dana, purchase)
    purchase.refresh_from_db()
    assert (purchase.status, purchase.mismatch, balance(dana)) == ("paid", "", 60)
    assert dana.wallet.lots.get().paid_currency == region.currency
    assert_books_balance()


def test_a_package_of_another_region_is_not_sold(till, ben):
    rupees = Package.objects.get(region__currency="INR", connects=20)
    assert till.browser(ben).post(SHOP, {"package": rupees.pk}).status_code == 400
    assert Purchase.objects.count() == 0


def test_moving_changes_the_prices_of_the_next_checkout_only(till, person):
    dana = person("Dana", freelancer=True, country="DE")
    package = Package.objects.get(region__currency="EUR", connects=20)
    till.browser(dana).post(SHOP, {"package": package.pk})
    purchase = Purchase.objects.get()
    dana.country = "JP"
    dana.save()
    till.pay(purchase)
    till.come_back(dana, purchase)
    purchase.refresh_from_db()
    assert (purchase.status, purchase.currency) == ("paid", "EUR")
    assert "¥440" in shop(till, dana)


def test_there_is_one_region_for_everywhere_else(db):
    assert Region.objects.filter(countries=[]).count() == 1


def test_what_a_package_would_send(till, ben, job):
    assert "About 5 proposals at 4 each" in shop(till, ben)
