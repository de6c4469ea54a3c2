"""Stripe fails at the start or at a change: nothing is begun twice, nothing is lost, and the person is told."""

from datetime import timedelta

import pytest

from billing.models import Invoice, Membership, StripeCustomer
from tests.books import assert_books_balance
from tests.memberships.conftest import held

TROUBLE = ["500", "429", "409", "lost-answer", "500-remembered"]


@pytest.mark.parametrize("kind", TROUBLE)
@pytest.mark.parametrize("address", ["POST /v1/customers", "POST /v1/prices", "POST /v1/checkout/sessions"])
def test_trouble_at_the_start_ends_in_one_membership(desk, ben, kind, address):
    desk.till.stripe.control("faults", kind=kind, count=2, match=address)
    for _ in range(3):
        response = desk.page(ben, "choose/", plan="plus", interval="month")
        if "/c/pay/" in response["Location"]:
            break
        assert response["Location"] == "/settings/membership/"
    row = Membership.objects.get()
    assert row.session_url == response["Location"]
    desk.pay(row)
    desk.come_back(ben, row)
    row.refresh_from_db()
    assert row.runs
    assert StripeCustomer.objects.count() == 1
    assert held(ben) == 120
    assert len(desk.events("customer.subscription.created")) == 1
    assert_books_balance()


@pytest.mark.parametrize("kind", ["500", "lost-answer", "409"])
def test_trouble_at_an_upgrade_charges_once(desk, studio, ben, kind):
    row = desk.join(ben, "agency", handle=studio.handle)
    quote = desk.page(ben, "choose/?plan=business&interval=month", handle=studio.handle).context["quote"]
    agreed = {"plan": "business", "interval": "month", "asked_at": quote.asked_at, "due": quote.preview.due_minor}
    desk.till.stripe.control("faults", kind=kind, count=2, match="POST /v1/subscriptions/")
    for _ in range(2):
        desk.page(ben, "choose/", handle=studio.handle, **agreed)
    row.refresh_from_db()
    assert row.plan.code == "business"
    assert Invoice.objects.count() == 2
    assert held(studio) == 320
    assert_books_balance()


def test_stripe_is_silent_when_the_payer_comes_back(desk, ben):
    row = desk.begin(ben)
    desk.pay(row)
    desk.till.stripe.control("faults", kind="500", count=2, match="GET /v1/subscriptions/")
    page = desk.come_back(ben, row, follow=True).content.decode()
    assert "We go on asking, you need not pay again." in page
    assert "is on its way" in page
    desk.come_back(ben, row)
    row.refresh_from_db()
    assert row.runs
    assert held(ben) == 120
    assert_books_balance()


def test_a_customer_deleted_at_stripe_does_not_stand_in_the_way_of_a_membership(desk, ben):
    row = desk.join(ben)
    first = StripeCustomer.objects.get().customer_id
    desk.act(ben, "cancel")
    desk.travel(row.paid_until + timedelta(hours=2))
    assert desk.till.stripe.delete(f"/v1/customers/{first}", **desk.key)[0] == 200
    desk.join(ben)
    assert StripeCustomer.objects.get().customer_id != first
    assert_books_balance()
