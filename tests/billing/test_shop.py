"""The shop: packages from rows, what one has and would have, and the errand on which one comes."""

import pytest
from django.test import Client

from billing.models import Package
from common import policies
from connects import services as connects
from tests.billing.conftest import balance
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db
SHOP = "/settings/connects/buy/"


def shop(till, person, query: str = "") -> str:
    response = till.browser(person).get(SHOP + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_six_packages_with_their_prices_and_savings(till, ben):
    page = shop(till, ben)
    for words in (
        "$1.50",
        "$3.00",
        "$6.00",
        "$8.70",
        "$11.40",
        "$14.00",
        "$0.145",
        "save 3 %",
        "save 5 %",
        "save 7 %",
    ):
        assert words in page
    assert "save 0" not in page
    assert "Then you have 20" in page


def test_the_shelf_is_the_operators(till, ben, olga):
    policies.change(
        Package.objects.get(connects=100, region__currency="USD"), actor=olga, reason="Sold out", active=False
    )
    policies.change(
        Package.objects.get(connects=60, region__currency="USD"), actor=olga, reason="Half price", price_minor=450
    )
    page = shop(till, ben)
    assert "$14.00" not in page
    assert "save 50 %" in page


def test_an_empty_shelf_says_so(till, ben, olga):
    for package in Package.objects.all():
        policies.change(package, actor=olga, reason="Closed", active=False)
    assert "Nothing is on sale" in shop(till, ben)


def test_from_a_draft_it_suggests_the_smallest_package_that_is_enough(till, ben, job):
    page = shop(till, ben, f"?job={job.pk}")
    assert f"{job.cost} more Connects needed for “{job.title}”" in page
    assert "10 Connects are the smallest package that is enough" in page
    smallest = Package.objects.get(connects=10, region__currency="USD")
    assert f'value="{smallest.pk}" required checked' in page
    assert f"/jobs/{job.pk}/apply/" in page


def test_with_enough_it_leads_back_to_the_draft(till, ben, job):
    purchase = till.buy(ben)
    till.pay(purchase)
    till.come_back(ben, purchase)
    assert f"You have enough for “{job.title}”" in shop(till, ben, f"?job={job.pk}")
    assert_books_balance()


def test_after_payment_one_is_back_on_the_draft(till, ben, job):
    purchase = till.buy(ben, job=job.pk)
    assert purchase.for_job == job.pk
    till.pay(purchase)
    assert till.come_back(ben, purchase)["Location"] == f"/jobs/{job.pk}/apply/"
    assert balance(ben) == 20
    assert_books_balance()


def test_the_errand_may_change_while_the_checkout_is_open(till, ben, post):
    first, second = post(title="First"), post(title="Second")
    purchase = till.buy(ben, job=first.pk)
    assert till.buy(ben, job=second.pk).pk == purchase.pk
    till.pay(purchase)
    assert till.come_back(ben, purchase)["Location"] == f"/jobs/{second.pk}/apply/"


def test_the_owner_of_a_job_has_no_errand_there(till, person, post):
    both = person("Dora", freelancer=True, client=True)
    own = post(client=both)
    assert "more Connects needed" not in shop(till, both, f"?job={own.pk}")


@pytest.mark.parametrize("value", ["", "x", "-1", "0", "9" * 30, "999999", "1\x00", "é"])
def test_an_address_that_makes_no_sense_is_the_plain_shop(till, ben, value):
    for name in ("job", "left"):
        response = till.browser(ben).get(SHOP, {name: value})
        assert response.status_code == 200
        assert "more Connects needed" not in response.content.decode()


def test_somebody_elses_checkout_is_not_offered(till, ben, cleo):
    purchase = till.buy(ben)
    assert purchase.session_url not in shop(till, cleo, f"?left={purchase.pk}")


def test_it_rejects_other_methods(till, ben):
    assert till.browser(ben).put(SHOP).status_code == 405


def test_csrf_is_asked_for(till, ben):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ben)
    assert strict.post(SHOP, {"package": 1}).status_code == 403


def test_what_one_has_is_what_can_be_spent(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    till.come_back(ben, purchase)
    connects.spend(purchase.wallet_id, 6, reference="proposal:1")
    assert "Then you have 24" in shop(till, ben)
    assert_books_balance()
