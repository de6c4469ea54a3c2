"""The public page Pricing: the visitor's region, the plans, and since when both hold."""

import pytest

from billing.models import Package, PlanPrice
from common import policies

pytestmark = pytest.mark.django_db


def read(client, query: str = "", **headers: str) -> str:
    page = client.get(f"/pricing/{query}", headers=headers).content.decode()
    return " ".join(page.replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("language", "price"),
    [
        ("", "$3.00"),
        ("de-DE,de;q=0.9", "2,80 €"),
        ("ja-JP", "¥440"),
        ("en", "$3.00"),
        ("xx-ZZ", "$3.00"),
        ("é" * 9, "$3"),
    ],
)
def test_a_visitor_sees_the_prices_of_where_the_browser_seems_to_be(client, language, price):
    assert price in read(client, accept_language=language.encode("utf-8").decode("latin-1"))


def test_a_visitor_may_look_at_another_country(client):
    page = read(client, "?country=in", accept_language="de-DE")
    assert "₹180.00" in page
    assert '<option value="IN" selected>' in page


@pytest.mark.parametrize("query", ["?country=XX", "?country=", "?country=%00", "?country=" + "D" * 500])
def test_a_country_that_is_none_is_as_if_not_asked(client, query):
    assert "$3.00" in read(client, query)


def test_somebody_logged_in_sees_what_they_would_pay(client, person):
    client.force_login(person("Dana", freelancer=True, country="GB"))
    assert "£2.40" in read(client, accept_language="de-DE")
    other = read(client, "?country=JP")
    assert "¥440" in other
    assert "You buy at the prices of United Kingdom" in other


def test_the_tiers_come_from_their_rows(client, olga):
    page = read(client)
    for words in ("Freelancer Plus", "$19.99 a month", "$199.00 a year", "Business", "by contract", "20 %"):
        assert words in page
    price = PlanPrice.objects.get(plan__code="plus", interval="month")
    policies.change(price, actor=olga, reason="Dearer", price_minor=2199)
    page = read(client)
    assert "$21.99 a month" in page
    assert "These plans hold since" in page


def test_since_when_is_said_region_by_region(client, olga):
    package = Package.objects.get(connects=60, region__currency="EUR")
    policies.change(package, actor=olga, reason="A fairer price", price_minor=800)
    assert "They hold since the market opened" in read(client)
    euros = read(client, "?country=DE")
    assert "They hold since the market opened" not in euros
    assert "8,00 €" in euros


def test_large_packages_are_named_apart(client):
    assert "For plans that include large packages:" in read(client)
