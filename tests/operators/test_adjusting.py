"""An operator adds a booking with a reason; the ledger itself is never changed."""

import pytest
from django.urls import reverse

from connects import services as connects
from connects.models import Kind, Transaction
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client, olga):
    client.force_login(olga)
    return client


@pytest.fixture
def url(ben):
    return reverse("admin:connects_wallet_adjust", args=[ben.wallet.pk])


def test_an_adjustment_says_why_and_who(operator, olga, ben, url):
    operator.post(url, {"connects": "12", "reason": "Lost in an outage", "reference": "adjust:one"})
    booked = Transaction.objects.get()
    assert (booked.kind, booked.amount, booked.reason, booked.actor) == (Kind.ADJUST, 12, "Lost in an outage", olga)
    assert connects.balance_of(ben) == 12
    ledger = operator.get(reverse("admin:connects_wallet_ledger", args=[ben.wallet.pk]))
    assert b"Lost in an outage" in ledger.content
    assert_books_balance()


def test_the_same_form_twice_books_once(operator, ben, url):
    for _ in range(2):
        operator.post(url, {"connects": "12", "reason": "Lost in an outage", "reference": "adjust:one"})
    assert connects.balance_of(ben) == 12
    assert_books_balance()


def test_taking_more_than_there_is_is_refused_on_the_page(operator, ben, url):
    page = operator.post(url, {"connects": "-5", "reason": "A mistake", "reference": "adjust:two"})
    assert page.status_code == 200
    assert b"5 Connects needed" in page.content
    assert connects.balance_of(ben) == 0
    assert_books_balance()


@pytest.mark.parametrize("connects_typed", ["", "0", "many", "99999999", "1.5"])
def test_a_number_that_is_none_is_an_error_beside_the_field(operator, url, connects_typed):
    page = operator.post(url, {"connects": connects_typed, "reason": "Why not", "reference": "adjust:three"})
    assert page.status_code == 200
    assert not Transaction.objects.exists()


def test_staff_without_the_permission_may_not(client, person, url):
    client.force_login(person("Sven", is_staff=True))
    assert client.post(url, {"connects": "12", "reason": "x", "reference": "y"}).status_code == 403
    assert not Transaction.objects.exists()


@pytest.mark.parametrize("model", ["transaction", "lot", "wallet"])
def test_the_ledger_is_read_only(operator, ben, model):
    assert operator.get(reverse(f"admin:connects_{model}_add")).status_code == 403
