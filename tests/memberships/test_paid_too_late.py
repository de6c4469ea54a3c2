"""A membership paid when its payer has closed the account: it ends at Stripe, and all of it goes back, once."""

import json
from urllib.parse import urlsplit

import pytest

from accounts.models import AgencyMember, User
from accounts.privacy import closing
from billing import alarms, refund_looks, stripe_gateway
from billing.memberships import following, starting
from billing.models import Invoice, Membership, Refund, StripeEvent
from common import clock
from common.models import Mail, Notice
from connects import services as connects
from tests.books import assert_books_balance
from tests.memberships.conftest import FAILS_LATER, GOOD, KEY, held
from tests.memberships.instant_stripe import InstantStripe
from tests.money_back.counter import tell

pytestmark = pytest.mark.django_db
Status = Membership.Status


def gone(person) -> User:
    """Somebody who is closing the account, and of whose membership Stripe has not been asked yet."""
    closing._begin(person, person, "")
    return User.objects.get(pk=person.pk)


def settled() -> None:
    """What the sweeps do, and do again."""
    for _ in range(3):
        closing.run(clock.now())
        Refund.objects.filter(status=Refund.Status.ASKED).update(look_at=clock.real_now())
        refund_looks.look_at_due(clock.now())


def at_stripe(row: Membership) -> str:
    row.refresh_from_db()
    return stripe_gateway.subscription(row.subscription_id).status


def went_back(invoice: Invoice) -> None:
    invoice.refresh_from_db()
    assert (invoice.status, invoice.refunded_minor) == (Invoice.Status.REFUNDED, invoice.amount_minor)
    refund = invoice.refunds.get()
    assert (refund.status, refund.amount_minor, refund.actor) == ("succeeded", invoice.amount_minor, None)
    assert refund.reason == "It was paid after the account was closed."
    assert len(stripe_gateway.refunds_of(invoice.payment_intent)) == 1
    assert (invoice.paid_with, invoice.billed_address) == ("", "")
    assert_books_balance()


def nobody_was_told(person, since: int = 0) -> None:
    assert Mail.objects.filter(person=person).count() + Notice.objects.filter(person=person).count() == since


def unpaid_renewal(desk, row: Membership) -> str:
    """The address of Stripe's own page for the renewal that the card did not pay."""
    path = f"/v1/invoices?subscription={row.subscription_id}&status=open"
    [invoice] = json.loads(desk.till.stripe.get(path, **KEY)[1])["data"]
    return urlsplit(invoice["hosted_invoice_url"]).path


def pays_later(desk, address: str) -> dict:
    """The link of an old mail is still good, and so is a card; Stripe tells of it."""
    card = {"number": GOOD, "expiry": "12/34", "cvc": "123"}
    assert desk.till.stripe.post(address, card)[0] in (302, 303)
    return desk.events("invoice.paid")[-1]


def test_what_ben_paid_while_he_was_closing_begins_nothing_and_goes_back(desk, ben):
    row = desk.begin(ben)
    gone(ben)
    desk.pay(row)
    assert closing.run(clock.now()) == 1
    settled()
    row.refresh_from_db()
    assert (row.status, at_stripe(row)) == (Status.ABANDONED, "canceled")
    assert (held(ben), connects.plan_of(ben.wallet.pk).code) == (0, "basic")
    went_back(Invoice.objects.get())
    nobody_was_told(ben)
    assert ben.closure.finished_at


def test_however_often_it_is_told_it_goes_back_once(desk, ben):
    row = desk.begin(ben)
    gone(ben)
    desk.pay(row)
    for event in [*desk.events("checkout.session.completed"), *desk.events("invoice.paid")] * 2:
        assert desk.webhook(event).status_code == 200
    settled()
    for event in [*desk.events("customer.subscription.deleted"), *desk.events("invoice.paid")]:
        assert desk.webhook(event).status_code == 200
        assert starting.come_back(row.session_id).status == Status.ABANDONED
    settled()
    assert len(desk.events("customer.subscription.deleted")) == 1
    went_back(Invoice.objects.get())


def test_a_renewal_paid_after_the_account_was_closed_goes_back(desk, ben):
    row = desk.join(ben, number=FAILS_LATER)
    desk.months(1)
    row.refresh_from_db()
    assert row.status == Status.PAST_DUE
    address, had = unpaid_renewal(desk, row), held(ben)
    assert closing.close(ben, by=ben).finished_at
    assert at_stripe(row) == "canceled"
    event = pays_later(desk, address)
    assert [desk.webhook(event).status_code for _ in range(2)] == [200, 200]
    settled()
    row.refresh_from_db()
    late = Invoice.objects.latest("pk")
    assert (Invoice.objects.count(), row.status, held(ben)) == (2, Status.ENDED, had)
    went_back(late)
    assert Refund.objects.count() == 1
    nobody_was_told(ben)


def test_a_renewal_of_which_we_had_not_heard_goes_back_with_the_closing(desk, ben):
    row = desk.join(ben)
    desk.till.stripe.control("clock", now=int(row.paid_until.timestamp()) + 2 * 3600)
    assert Invoice.objects.count() == 1
    assert closing.close(ben, by=ben).finished_at
    settled()
    row.refresh_from_db()
    assert (row.status, row.ended_because, held(ben)) == (Status.ENDED, "The account was closed.", 120)
    went_back(Invoice.objects.latest("pk"))
    # What was paid in time is not paid back, as the page says.
    assert Invoice.objects.earliest("pk").status == Invoice.Status.PAID


def test_an_agencys_renewal_paid_by_somebody_who_has_gone_stays_the_agencys(desk, studio, ben, cleo):
    row = desk.join(ben, "agency", handle=studio.handle)
    AgencyMember.objects.filter(person=ben).update(person=cleo)
    gone(ben)
    desk.till.stripe.control("clock", now=int(row.paid_until.timestamp()) + 2 * 3600)
    desk.ask(row)
    row.refresh_from_db()
    assert (row.status, Refund.objects.count(), Invoice.objects.count()) == (Status.ACTIVE, 0, 2)
    assert_books_balance()


def test_while_stripe_is_silent_it_waits_and_is_ended_once(desk, ben):
    row = desk.begin(ben)
    gone(ben)
    desk.pay(row)
    desk.till.stripe.control("faults", kind="500", count=2, match="DELETE /v1/subscriptions")
    [paid] = desk.events("invoice.paid")
    assert desk.webhook(paid).status_code == 500
    # The money is owed from the first word of it, whatever else fails.
    assert Refund.objects.get().amount_minor == Invoice.objects.get().amount_minor
    assert desk.webhook(paid).status_code == 200
    assert at_stripe(row) == "canceled"
    settled()
    went_back(Invoice.objects.get())


def test_what_cannot_go_back_waits_for_an_operator(desk, ben):
    row = desk.begin(ben)
    gone(ben)
    desk.pay(row, number="4000000000005126")
    settled()
    refund = Refund.objects.get()
    desk.till.stripe.control("refund-outcome", refund=refund.refund_id, outcome="failed")
    tell(desk.till, "refund.failed", refund.refund_id)
    row.refresh_from_db()
    invoice = Invoice.objects.get()
    assert (invoice.status, invoice.refunded_minor, held(ben)) == (Invoice.Status.PAID, 0, 0)
    said = f"{invoice.number}: It was paid after the account was closed. The refund failed: expired"
    assert row.mismatch.startswith(said)
    assert any(alarm.page == "billing_membership" for alarm in alarms.ringing())
    assert_books_balance()


@pytest.fixture
def instant(monkeypatch) -> InstantStripe:
    """Money that comes from a bank: the subscription is there, and is paid days later."""
    return InstantStripe(monkeypatch)


def test_a_bank_that_pays_days_later_begins_nothing(instant, ben):
    row = instant.begun(ben, "plus", at=clock.now())
    [subscription] = instant.subscriptions
    paid = instant.is_not_paid_yet(subscription)
    starting.come_back(row.session_id)
    row.refresh_from_db()
    assert (row.status, row.subscription_id) == (Status.STARTING, subscription)
    assert closing.close(ben, by=ben).finished_at
    row.refresh_from_db()
    assert (row.status, instant.subscriptions[subscription].status) == (Status.ABANDONED, "canceled")
    instant.paid[subscription] = paid
    for _ in range(2):
        following.adopt(subscription)
    row.refresh_from_db()
    assert (row.status, row.mismatch, held(ben)) == (Status.ABANDONED, "", 0)
    invoice = Invoice.objects.get()
    assert (invoice.refunded_minor, Refund.objects.get().status) == (invoice.amount_minor, Refund.Status.ASKED)
    assert_books_balance()


def test_a_subscription_of_which_we_hear_only_when_its_payer_has_gone_is_ended(instant, ben):
    row = instant.begun(ben, "plus", at=clock.now())
    Membership.objects.filter(pk=row.pk).update(session_id=None)
    assert closing.close(ben, by=ben).finished_at
    [subscription] = instant.subscriptions
    following.adopt(subscription)
    row.refresh_from_db()
    assert (row.status, row.subscription_id, row.mismatch) == (Status.ABANDONED, subscription, "")
    assert instant.subscriptions[subscription].status == "canceled"
    assert Refund.objects.get().amount_minor == Invoice.objects.get().amount_minor
    assert_books_balance()


def test_what_was_not_paid_by_stripe_is_an_operators(instant, ben):
    row = instant.begun(ben, "plus", at=clock.now())
    [subscription] = instant.subscriptions
    instant.is_not_paid_yet(subscription)
    starting.come_back(row.session_id)
    closing.close(ben, by=ben)
    instant.is_paid_by_hand(subscription)
    following.adopt(subscription)
    row.refresh_from_db()
    assert row.mismatch.endswith("was paid after the account was closed, and not by a payment of Stripe's.")
    assert not Refund.objects.exists()
    assert any(alarm.page == "billing_membership" for alarm in alarms.ringing())


def test_nothing_of_ben_is_kept_of_what_stripe_tells_later(desk, ben):
    row = desk.join(ben, number=FAILS_LATER)
    desk.months(1)
    address = unpaid_renewal(desk, row)
    assert closing.close(ben, by=ben).finished_at
    pays_later(desk, address)
    settled()
    for event in desk.events():
        desk.webhook(event)
    kept = StripeEvent.objects.all()
    assert {"customer.deleted", "invoice.paid", "charge.succeeded"} <= set(kept.values_list("type", flat=True))
    for event in kept:
        words = json.dumps(event.payload)
        assert not any(said in words for said in ("ben@example.com", "ada@example.com", '"Ben"')), event.type
