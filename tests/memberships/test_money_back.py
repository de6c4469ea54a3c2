"""A membership's invoice given back: its Connects go the same way, and given back in full it ends at once."""

import json
from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from billing.models import Invoice, Membership, Refund, StripeEvent
from common import clock, sweeps
from common.models import Mail
from connects import services as connects
from tests.books import assert_books_balance
from tests.memberships.conftest import KEY, held
from tests.money_back.counter import give_back, news, spent

pytestmark = pytest.mark.django_db


def debt(owner) -> int:
    return connects.debt_of(owner.wallet.pk)


def plan(owner) -> str:
    return connects.plan_of(owner.wallet.pk).code


def at_dashboard(desk, payment_intent: str, **fields) -> str:
    form = {"payment_intent": payment_intent} | {name: str(value) for name, value in fields.items()}
    status, body, _ = desk.till.stripe.post("/v1/refunds", form, **KEY)
    assert status == 200, body
    return json.loads(body)["id"]


def test_given_back_in_full_it_ends_at_once_and_its_connects_go(desk, ben, olga):
    row = desk.join(ben)
    assert (held(ben), plan(ben)) == (120, "plus")
    spent(ben, 30)
    refund = give_back(Invoice.objects.get(), 1999, by=olga)
    row.refresh_from_db()
    assert (refund.status, row.status, plan(ben)) == ("succeeded", Membership.Status.ENDED, "basic")
    assert (held(ben), debt(ben)) == (0, 30)
    assert Invoice.objects.get().status == Invoice.Status.REFUNDED
    told = json.loads(desk.till.stripe.get(f"/v1/subscriptions/{row.subscription_id}", **KEY)[1])
    assert told["status"] == "canceled"
    assert (
        "120 of its Connects were taken back" in Mail.objects.get(reference__startswith=f"refunded:{refund.pk}:").text
    )
    assert_books_balance()


def test_a_part_is_called_a_part_with_its_sum(client, desk, ben, olga):
    desk.join(ben)
    give_back(Invoice.objects.get(), 1000, by=olga)
    client.force_login(ben)
    words = strip_tags(client.get("/settings/membership/").content.decode())
    assert "Partly refunded" in words
    assert "$10.00 of $19.99 back" in words
    assert "Partly refunded" in client.get(Invoice.objects.get().get_absolute_url()).content.decode()
    client.force_login(olga)
    assert "Partly refunded: $10.00" in client.get("/admin/billing/invoice/").content.decode()
    give_back(Invoice.objects.get(), 999, by=olga)
    client.force_login(ben)
    assert "Partly refunded" not in client.get("/settings/membership/").content.decode()


def test_given_back_in_part_it_goes_on_with_the_rest(desk, ben, olga):
    row = desk.join(ben)
    give_back(Invoice.objects.get(), 1000, by=olga)
    row.refresh_from_db()
    # A half, and a little more: 50.03 of 100 and 10.005 of 20.
    assert (row.status, plan(ben), held(ben)) == (Membership.Status.ACTIVE, "plus", 60)
    give_back(Invoice.objects.get(), 999, by=olga)
    row.refresh_from_db()
    assert (row.status, held(ben)) == (Membership.Status.ENDED, 0)
    assert_books_balance()


def test_an_invoice_of_a_month_long_past_takes_its_connects_and_ends_nothing(desk, ben, olga):
    row = desk.join(ben)
    desk.months(2)
    first = Invoice.objects.earliest("id")
    before = held(ben)
    give_back(first, first.amount_minor, by=olga)
    row.refresh_from_db()
    assert (row.status, plan(ben), before - held(ben)) == (Membership.Status.ACTIVE, "plus", 120)
    assert_books_balance()


def test_a_year_given_back_takes_what_it_brought_so_far(desk, ben, olga):
    desk.join(ben, interval="year")
    desk.months(2)
    assert held(ben) == 320
    give_back(Invoice.objects.get(), 19900, by=olga)
    assert (held(ben), debt(ben), plan(ben)) == (0, 0, "basic")
    desk.months(1)
    assert_books_balance()


def test_an_upgrade_given_back_takes_the_difference_alone(desk, studio, ben, olga):
    desk.join(ben, "agency", handle=studio.handle)
    desk.travel(clock.now() + timedelta(hours=1))
    desk.change(ben, "business", "month", handle=studio.handle)
    first, upgrade = Invoice.objects.order_by("id")
    assert held(studio) == 320
    give_back(upgrade, upgrade.amount_minor, by=olga)
    assert Membership.objects.get().status == Membership.Status.ENDED
    # The difference went; the first plan's allowance and the welcome stay until their own invoice goes back.
    assert held(studio) == 170
    give_back(first, first.amount_minor, by=olga)
    assert (held(studio), debt(studio)) == (0, 0)
    assert_books_balance()


def test_later_months_of_a_year_that_two_invoices_paid_for_go_by_both(desk, studio, ben, olga):
    desk.join(ben, "agency", "year", handle=studio.handle)
    desk.travel(clock.now() + timedelta(hours=1))
    desk.change(ben, "business", "year", handle=studio.handle)
    desk.months(1)
    first, upgrade = Invoice.objects.order_by("id")
    assert held(studio) == 620
    give_back(first, first.amount_minor, by=olga)
    # Its own month and welcome, and of the month that both paid for the part that it paid.
    part = round(300 * first.amount_minor / (first.amount_minor + upgrade.amount_minor))
    assert held(studio) == 620 - 170 - part
    give_back(upgrade, upgrade.amount_minor, by=olga)
    assert (held(studio), debt(studio)) == (0, 0)
    assert_books_balance()


def test_a_refund_in_the_dashboard_is_booked_and_ends_it(desk, ben):
    row = desk.join(ben)
    refund = at_dashboard(desk, Invoice.objects.get().payment_intent)
    event = news(desk.till, "refund.created", refund)
    for _ in range(2):
        assert desk.webhook(event).status_code == 200
    row.refresh_from_db()
    assert (row.status, held(ben), Refund.objects.count()) == (Membership.Status.ENDED, 0, 1)
    assert_books_balance()


def test_a_refund_of_an_invoice_that_we_have_not_heard_of_waits_for_it(desk, ben):
    row = desk.join(ben)
    desk.till.stripe.control("clock", now=int((clock.now() + timedelta(days=32)).timestamp()))
    listed = json.loads(
        desk.till.stripe.get(f"/v1/invoices?subscription={row.subscription_id}&expand[]=data.payments", **KEY)[1]
    )
    intent = listed["data"][0]["payments"]["data"][0]["payment"]["payment_intent"]
    event = news(desk.till, "refund.created", at_dashboard(desk, intent))
    assert desk.webhook(event).status_code == 500
    waiting = StripeEvent.objects.get(event_id=event["id"])
    assert (waiting.state, "no invoice of it has come yet" in waiting.error) == ("Failed", True)
    desk.ask(row)
    StripeEvent.objects.filter(pk=waiting.pk).update(try_at=clock.real_now())
    sweeps.run(sweeps.named("billing.events"), clock.now())
    waiting.refresh_from_db()
    assert (waiting.state, Refund.objects.get().invoice) == ("Done", Invoice.objects.latest("id"))
    assert_books_balance()


def test_an_end_that_stripe_did_not_hear_of_is_asked_for_again(desk, ben, olga):
    row = desk.join(ben)
    desk.till.stripe.control("faults", kind="500", count=2, match="DELETE /v1/subscriptions")
    refund = give_back(Invoice.objects.get(), 1999, by=olga)
    row.refresh_from_db()
    assert (refund.status, row.status, held(ben)) == ("succeeded", Membership.Status.ACTIVE, 0)
    assert refund.look_at is not None
    sweeps.run(sweeps.named("billing.refunds"), clock.now())
    row.refresh_from_db()
    refund.refresh_from_db()
    assert (row.status, refund.look_at) == (Membership.Status.ENDED, None)
    assert_books_balance()


@pytest.mark.parametrize(("outcome", "after"), [("won", 90), ("lost", 0)])
def test_an_invoice_that_is_disputed(desk, ben, outcome, after):
    row = desk.join(ben)
    spent(ben, 30)
    intent = Invoice.objects.get().payment_intent
    dispute = desk.till.stripe.control("dispute", payment_intent=intent)
    desk.webhook(news(desk.till, "charge.dispute.created", dispute))
    assert (held(ben), debt(ben), Invoice.objects.get().status) == (0, 0, Invoice.Status.DISPUTED)
    row.refresh_from_db()
    assert row.status == Membership.Status.ACTIVE
    desk.till.stripe.control("dispute-outcome", dispute=dispute, outcome=outcome)
    desk.webhook(news(desk.till, "charge.dispute.closed", dispute))
    row.refresh_from_db()
    lost = outcome == "lost"
    assert (held(ben), debt(ben)) == (after, 30 if lost else 0)
    assert row.status == (Membership.Status.ENDED if lost else Membership.Status.ACTIVE)
    assert_books_balance()
