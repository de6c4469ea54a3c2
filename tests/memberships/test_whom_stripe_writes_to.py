"""An agency's customer at Stripe outlives whoever pays for it: Stripe writes to the present payer, or to nobody."""

import json
from datetime import timedelta

import pytest

from accounts.models import AgencyMember
from accounts.privacy import closing
from billing import customers
from billing.memberships import ending
from billing.memberships.errors import PayerGone
from billing.models import StripeCustomer
from common import clock
from connects import services as connects
from tests.books import assert_books_balance


@pytest.fixture
def cleo(cleo, studio):
    """Runs the studio with Ben, who owns it."""
    AgencyMember.objects.create(agency=studio, person=cleo, role=AgencyMember.Role.MANAGER)
    return cleo


def at_stripe(desk) -> dict:
    return json.loads(desk.till.stripe.get(f"/v1/customers/{StripeCustomer.objects.get().customer_id}", **desk.key)[1])


def cards(desk) -> list:
    customer = StripeCustomer.objects.get().customer_id
    return json.loads(desk.till.stripe.get(f"/v1/customers/{customer}/payment_methods", **desk.key)[1])["data"]


def test_the_next_payer_is_written_to_and_the_same_one_is_not_told_again(desk, studio, ben, cleo):
    row = desk.join(cleo, "agency", handle=studio.handle)
    assert (at_stripe(desk)["email"], at_stripe(desk)["name"]) == (cleo.email, studio.name)
    assert StripeCustomer.objects.get().payer == cleo
    ending.end_now(row, because="A test")
    told = len(desk.events("customer.updated"))
    desk.begin(ben, "agency", handle=studio.handle)
    assert (at_stripe(desk)["email"], at_stripe(desk)["name"]) == (ben.email, studio.name)
    assert StripeCustomer.objects.get().payer == ben
    desk.begin(ben, "business", handle=studio.handle)
    assert len(desk.events("customer.updated")) == told + 1
    assert_books_balance()


def test_whoever_closes_the_account_leaves_neither_address_nor_card_with_the_agency(desk, studio, ben, cleo):
    row = desk.join(cleo, "agency", handle=studio.handle)
    assert len(cards(desk)) == 1
    assert closing.close(cleo, by=cleo).finished_at
    left = at_stripe(desk)
    assert (left["name"], left["email"], left["phone"], left["address"]) == (studio.name, None, None, None)
    assert cards(desk) == []
    assert StripeCustomer.objects.get().payer is None
    # What is paid for goes on to its end.
    row.refresh_from_db()
    assert (row.runs, row.ends_at_period_end) == (True, True)
    changes = len(desk.events("customer.updated"))
    customers.forget_person(cleo)
    assert len(desk.events("customer.updated")) == changes
    assert_books_balance()


def test_nobody_takes_back_the_end_of_what_somebody_gone_has_paid_for(desk, studio, ben, cleo):
    row = desk.join(cleo, "agency", handle=studio.handle)
    closing.close(cleo, by=cleo)
    page = desk.page(ben, handle=studio.handle).content.decode()
    assert "Whoever paid for it has closed the account." in page
    assert "Go on with" not in page
    assert "choose/?plan=" not in page
    with pytest.raises(PayerGone):
        ending.resume(row)
    desk.page(ben, "resume/", handle=studio.handle, now="1")
    row.refresh_from_db()
    assert row.ends_at_period_end
    answer = desk.page(ben, "choose/", handle=studio.handle, plan="business", interval="month")
    assert answer.status_code == 302
    assert "has closed the account" in desk.page(ben, handle=studio.handle).content.decode()
    row.refresh_from_db()
    assert row.plan.code == "agency"
    # Its time is over: whoever runs the agency begins anew, under the same customer.
    desk.travel(row.paid_until + timedelta(hours=2))
    desk.join(ben, "agency", handle=studio.handle)
    assert at_stripe(desk)["email"] == ben.email
    assert connects.plan_of(studio.wallet.pk).paid_until > clock.now()
    assert_books_balance()


def test_a_customer_deleted_at_stripe_is_made_anew_for_the_next_payer(desk, studio, ben, cleo):
    row = desk.join(cleo, "agency", handle=studio.handle)
    ending.end_now(row, because="A test")
    first = StripeCustomer.objects.get().customer_id
    assert desk.till.stripe.delete(f"/v1/customers/{first}", **desk.key)[0] == 200
    desk.join(ben, "agency", handle=studio.handle)
    assert StripeCustomer.objects.get().customer_id != first
    assert at_stripe(desk)["email"] == ben.email
    assert_books_balance()


def test_what_stripe_forgot_before_needs_no_forgetting(desk, studio, ben, cleo):
    desk.join(cleo, "agency", handle=studio.handle)
    customer = StripeCustomer.objects.get().customer_id
    assert desk.till.stripe.delete(f"/v1/customers/{customer}", **desk.key)[0] == 200
    customers.forget_person(cleo)
    assert StripeCustomer.objects.get().payer is None
