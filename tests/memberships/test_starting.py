"""Beginning a membership, in whatever order the news of it comes; and never two for one wallet."""

import pytest

from billing.memberships import reconciliation
from billing.models import Invoice, Membership, StripeCustomer, StripeEvent
from common import clock
from common.models import Mail, Notice
from connects import services as connects
from tests.books import assert_books_balance
from tests.memberships.conftest import held


def test_plus_begins_with_its_connects_and_a_welcome(desk, ben):
    row = desk.join(ben)
    assert (row.status, row.plan.code, row.interval, row.price_minor) == ("active", "plus", "month", 1999)
    assert held(ben) == 100 + 20
    standing = connects.plan_of(ben.wallet.pk)
    assert (standing.code, standing.paid_until, standing.anchor_at) == ("plus", row.paid_until, row.started_at)
    invoice = Invoice.objects.get()
    assert (invoice.amount_minor, invoice.currency, invoice.paid_with) == (1999, "USD", "Visa ending in 4242")
    assert (invoice.ends_at, invoice.plan_id) == (row.paid_until, row.plan_id)
    assert_books_balance()


def test_the_payer_gets_a_receipt_and_a_notice(desk, ben):
    row = desk.join(ben)
    mail = Mail.objects.get(to=ben.email)
    assert mail.subject == "Freelancer Plus has begun"
    assert row.invoices.get().number in mail.text
    assert "$19.99" in mail.text
    assert Notice.objects.get(person=ben).link == row.invoices.get().get_absolute_url()
    assert "$19.99" in desk.till.browser(ben).get(row.invoices.get().get_absolute_url()).content.decode()


def test_what_it_means_is_told_before(desk, ben):
    page = desk.page(ben, "choose/?plan=plus&interval=year").content.decode()
    assert "You pay $199.00 on Stripe&#x27;s page now, and $199.00 every year from then on" in page
    assert "100 Connects come at once, and 100 more every month." in page
    assert not Membership.objects.exists()


def test_coming_back_three_times_begins_once(desk, ben):
    row = desk.join(ben)
    for _ in range(3):
        desk.come_back(ben, row)
    assert held(ben) == 120
    assert Invoice.objects.count() == 1
    assert_books_balance()


def test_the_webhook_alone_begins_it(desk, ben):
    row = desk.begin(ben)
    desk.pay(row)
    for event in desk.events("checkout.session.completed"):
        assert desk.webhook(event).status_code == 200
    row.refresh_from_db()
    assert row.runs
    assert held(ben) == 120
    assert_books_balance()


def test_invoice_paid_before_session_completed(desk, ben):
    row = desk.begin(ben)
    desk.pay(row)
    assert desk.webhook(desk.events("invoice.paid")[0]).status_code == 200
    row.refresh_from_db()
    assert row.runs
    assert row.subscription_id
    assert desk.webhook(desk.events("checkout.session.completed")[0]).status_code == 200
    assert held(ben) == 120
    assert_books_balance()


def test_every_event_backwards_and_twice(desk, ben):
    row = desk.begin(ben)
    desk.pay(row)
    for event in [*desk.events()[::-1], *desk.events()]:
        assert desk.webhook(event).status_code == 200
    row.refresh_from_db()
    assert row.runs
    assert held(ben) == 120
    assert not StripeEvent.objects.filter(processed_at=None).exists()
    assert_books_balance()


def test_without_any_webhook_the_reconciliation_begins_it(desk, ben):
    row = desk.begin(ben)
    desk.pay(row)
    Membership.objects.update(look_at=clock.real_now())
    assert reconciliation.look_at_checkouts(clock.now()) == 1
    row.refresh_from_db()
    assert row.runs
    assert held(ben) == 120
    assert_books_balance()


def test_clicking_twice_comes_back_to_the_one_checkout(desk, ben):
    first = desk.begin(ben)
    assert desk.begin(ben) == first
    assert Membership.objects.count() == 1
    assert StripeCustomer.objects.count() == 1


def test_the_other_interval_in_another_tab_replaces_the_checkout(desk, ben):
    first = desk.begin(ben, interval="month")
    second = desk.begin(ben, interval="year")
    first.refresh_from_db()
    assert (first.status, second.status) == ("abandoned", "starting")
    # The page in the first tab can no longer be paid.
    desk.pay(first)
    desk.pay(second)
    desk.come_back(ben, second)
    second.refresh_from_db()
    assert (second.status, second.interval) == ("active", "year")
    assert held(ben) == 120
    assert Invoice.objects.get().amount_minor == 19_900
    assert_books_balance()


def test_the_first_tab_was_paid_before_the_second_chose(desk, ben):
    first = desk.begin(ben, interval="month")
    desk.pay(first)
    response = desk.page(ben, "choose/", plan="plus", interval="year")
    assert response["Location"] == "/settings/membership/"
    first.refresh_from_db()
    assert first.runs
    assert Membership.objects.count() == 1
    assert held(ben) == 120
    assert_books_balance()


def test_a_member_cannot_begin_a_second_subscription(desk, ben):
    row = desk.join(ben)
    response = desk.page(ben, "choose/", plan="plus", interval="month")
    assert response["Location"] == "/settings/membership/"
    assert Membership.objects.get() == row
    assert len(desk.events("customer.subscription.created")) == 1


def test_leaving_the_checkout_costs_nothing_and_can_be_taken_up_again(desk, ben):
    row = desk.begin(ben)
    page = desk.page(ben, f"?left={row.pk}").content.decode()
    assert "You left before paying. Nothing was charged." in page
    assert row.session_url in page
    desk.act(ben, "abandon")
    row.refresh_from_db()
    assert row.status == "abandoned"
    assert held(ben) == 0
    assert desk.join(ben).pk != row.pk


def test_an_agency_is_paid_for_by_its_owner_alone(desk, studio, ben, cleo):
    row = desk.join(ben, "agency", handle=studio.handle)
    assert held(studio) == 150 + 20
    assert held(ben) == 0
    assert row.payer == ben
    assert desk.page(cleo, handle=studio.handle).status_code == 404
    assert desk.page(cleo, "cancel/", handle=studio.handle, sure="yes").status_code == 404
    assert_books_balance()


@pytest.mark.parametrize(
    ("plan", "interval"),
    [("basic", "month"), ("agency", "month"), ("plus", "week"), ("enterprise", "year"), ("x", "")],
)
def test_what_is_not_sold_to_a_person_is_refused(desk, ben, plan, interval):
    response = desk.page(ben, "choose/", plan=plan, interval=interval)
    assert response["Location"] == "/settings/membership/"
    assert not Membership.objects.exists()


def test_the_welcome_comes_once_a_wallet(desk, ben):
    desk.join(ben)
    desk.act(ben, "cancel")
    desk.months(1)
    assert Membership.objects.get().status == "ended"
    desk.join(ben)
    welcomes = ben.wallet.lots.filter(source="welcome")
    assert welcomes.count() == 1
    assert_books_balance()


def test_somebody_elses_checkout_is_not_found(desk, ben, cleo):
    row = desk.begin(ben)
    desk.pay(row)
    assert desk.come_back(cleo, row).status_code == 404
    row.refresh_from_db()
    assert not row.runs
