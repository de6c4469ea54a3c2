"""Cancelling, taking it up again, renewals that fail, and the end: Connects that were granted stay."""

from datetime import timedelta

from billing.memberships import benefits, ending, reconciliation
from billing.models import Invoice, Membership, MembershipPolicy, StripeEvent
from common import clock
from common.models import Mail, Notice
from connects import services as connects
from tests.books import assert_books_balance
from tests.memberships.conftest import FAILS_LATER, held


def kinds(person) -> list[str]:
    """What was told of the membership; what the wallet tells by itself is its own story."""
    told = Notice.objects.filter(person=person).exclude(kind__in=("granted", "expired")).order_by("id")
    return list(told.values_list("kind", flat=True))


def test_cancelling_says_before_what_it_means(desk, ben):
    desk.join(ben)
    page = desk.page(ben).content.decode()
    assert "Then it ends. Nothing more is charged. You are on Basic then." in page
    assert "The Connects that it brought stay until they expire" in page


def test_cancelled_it_goes_on_to_the_end_of_what_is_paid(desk, ben):
    # Not on the day of joining, whose perk would come again at the very end.
    desk.travel(clock.now() + timedelta(days=10))
    row = desk.join(ben)
    desk.act(ben, "cancel")
    row.refresh_from_db()
    assert (row.status, row.ends_at_period_end) == ("active", True)
    assert connects.plan_of(ben.wallet.pk).code == "plus"
    desk.travel(row.paid_until + timedelta(hours=2))
    row.refresh_from_db()
    assert (row.status, row.ended_at, row.ended_because) == ("ended", row.paid_until, "Cancelled.")
    assert connects.plan_of(ben.wallet.pk).code == "basic"
    assert held(ben) == 100 + 20
    assert Invoice.objects.count() == 1
    assert kinds(ben) == ["membership", "membership_ending", "membership_ended"]
    assert_books_balance()


def test_cancelling_twice_is_once(desk, ben):
    desk.join(ben)
    desk.act(ben, "cancel")
    desk.act(ben, "cancel")
    assert kinds(ben).count("membership_ending") == 1
    assert len(desk.events("customer.subscription.deleted")) == 0


def test_taken_up_again_it_renews(desk, ben):
    row = desk.join(ben)
    desk.act(ben, "cancel")
    assert "Nothing is charged now. Freelancer Plus then renews on" in desk.page(ben).content.decode()
    desk.act(ben, "resume")
    row.refresh_from_db()
    assert not row.ends_at_period_end
    desk.months(1)
    assert Invoice.objects.count() == 2
    assert held(ben) == 220
    assert_books_balance()


def test_cancelling_drops_the_change_that_was_to_come(desk, studio, ben):
    row = desk.join(ben, "business", handle=studio.handle)
    desk.change(ben, "agency", "month", handle=studio.handle)
    desk.act(ben, "cancel", handle=studio.handle)
    row.refresh_from_db()
    assert (row.next_plan, row.ends_at_period_end) == (None, True)
    desk.months(1)
    row.refresh_from_db()
    assert row.status == "ended"
    assert connects.plan_of(studio.wallet.pk).code == ""
    assert held(studio) == 320
    assert_books_balance()


def test_a_renewal_fails_warns_and_ends_when_stripe_gives_up(desk, ben):
    row = desk.join(ben, number=FAILS_LATER)
    desk.travel(row.paid_until + timedelta(hours=2))
    row.refresh_from_db()
    assert row.status == "past_due"
    assert row.past_due_since is not None
    # Unpaid, the month waits: neither allowance nor perk.
    assert held(ben) == 120
    assert kinds(ben)[-1] == "membership_failing"
    assert "could not be renewed" in Mail.objects.filter(to=ben.email).order_by("id").last().subject
    assert "The renewal could not be charged" in desk.page(ben).content.decode()
    desk.months(1)
    row.refresh_from_db()
    assert (row.status, row.ended_because) == ("ended", "The renewal could not be charged.")
    # The month waited in vain; the joining anchor's perk comes again.
    assert connects.plan_of(ben.wallet.pk).code == "basic"
    assert held(ben) in (120, 130)
    assert kinds(ben).count("membership_failing") == 1
    assert_books_balance()


def test_a_renewal_fails_and_recovers(desk, ben):
    row = desk.join(ben, number=FAILS_LATER)
    due = row.paid_until
    desk.travel(due + timedelta(hours=2))
    assert held(ben) == 120
    desk.till.stripe.control("card", customer=ben.wallet.stripe_customer.customer_id, number="4242424242424242")
    desk.travel(due + timedelta(days=9))
    row.refresh_from_db()
    assert (row.status, row.past_due_since) == ("active", None)
    # Late, but of the month that it belongs to.
    lots = ben.wallet.lots.filter(source="allowance").order_by("id")
    assert [(lot.granted, lot.issued_at) for lot in lots] == [(100, row.started_at), (100, due)]
    assert kinds(ben)[-1] == "membership_renewed"
    assert_books_balance()


def test_benefits_go_on_for_the_days_of_grace_and_then_rest(desk, ben):
    row = desk.join(ben, number=FAILS_LATER)
    assert benefits.terms_of(ben.wallet.pk).discount_percent == 10
    desk.travel(row.paid_until + timedelta(hours=2))
    row.refresh_from_db()
    assert benefits.terms_of(ben.wallet.pk).discount_percent == 10
    MembershipPolicy.objects.update(grace_days=1)
    desk.travel(clock.now() + timedelta(days=2))
    row.refresh_from_db()
    assert row.status == "past_due"
    assert benefits.terms_of(ben.wallet.pk).plan.code == "basic"


def test_cancelling_a_failed_one_ends_it_at_once(desk, ben):
    row = desk.join(ben, number=FAILS_LATER)
    desk.travel(row.paid_until + timedelta(hours=2))
    assert "ends at once, and the failed payment is not tried again" in desk.page(ben).content.decode()
    desk.act(ben, "cancel")
    row.refresh_from_db()
    assert (row.status, row.ended_because) == ("ended", "Cancelled.")
    assert_books_balance()


def test_ending_at_once_twice_ends_once(desk, ben):
    row = desk.join(ben)
    for _ in range(2):
        row = ending.end_now(row, because="Refunded in full.")
    assert (row.status, row.ended_because) == ("ended", "Refunded in full.")
    assert connects.plan_of(ben.wallet.pk).code == "basic"
    assert held(ben) == 120
    assert kinds(ben).count("membership_ended") == 1
    assert_books_balance()


def test_an_ended_one_is_not_revived_by_old_events(desk, ben):
    row = desk.join(ben)
    old = desk.events()
    ending.end_now(row, because="Refunded in full.")
    for event in old:
        assert desk.webhook(event).status_code == 200
    row.refresh_from_db()
    assert row.status == "ended"
    assert connects.plan_of(ben.wallet.pk).code == "basic"
    assert held(ben) == 120
    assert_books_balance()


def test_ended_in_stripes_dashboard_it_ends_here(desk, ben):
    row = desk.join(ben)
    desk.till.stripe._send("DELETE", f"/v1/subscriptions/{row.subscription_id}", b"", dict(desk.key))
    for event in desk.events("customer.subscription.deleted"):
        assert desk.webhook(event).status_code == 200
    row.refresh_from_db()
    assert (row.status, row.ended_because) == ("ended", "Ended at Stripe.")
    assert_books_balance()


def test_after_the_end_one_may_begin_anew(desk, ben):
    row = desk.join(ben)
    ending.end_now(row, because="Ended by an operator.")
    desk.travel(clock.now() + timedelta(days=1))
    again = desk.join(ben, interval="year")
    assert again.pk != row.pk
    assert Membership.objects.filter(status="active").get() == again
    assert held(ben) == 100 + 20 + 100
    assert_books_balance()


def test_an_agency_without_a_plan_gets_nothing_every_month(desk, studio, ben):
    row = desk.join(ben, "agency", handle=studio.handle)
    desk.act(ben, "cancel", handle=studio.handle)
    desk.travel(row.paid_until + timedelta(days=70))
    assert held(studio) == 170
    assert "has no plan" in desk.page(ben, handle=studio.handle).content.decode()
    assert_books_balance()


def test_what_stripe_says_otherwise_waits_for_an_operator(desk, ben, olga):
    row = desk.begin(ben)
    desk.till.stripe.control("tamper", id=row.session_id, object="checkout.session", fields={"amount_total": 1})
    desk.pay(row)
    desk.till.stripe.control("tamper", id=row.session_id, object="checkout.session", fields={"amount_total": 1})
    assert "An operator is looking into it" in desk.come_back(ben, row, follow=True).content.decode()
    row.refresh_from_db()
    assert row.mismatch == "amount: Stripe says 1, we say 1999"
    assert held(ben) == 0
    desk.till.stripe.control("tamper", id=row.session_id, object="checkout.session", fields={"amount_total": 1999})
    reconciliation.look_again(row)
    row.refresh_from_db()
    assert row.runs
    assert held(ben) == 120
    assert_books_balance()


def test_an_event_that_does_not_match_waits_in_quarantine(desk, ben):
    row = desk.begin(ben)
    desk.pay(row)
    desk.till.stripe.control("tamper", id=row.session_id, object="checkout.session", fields={"currency": "eur"})
    assert desk.webhook(desk.events("checkout.session.completed")[0]).status_code == 200
    waiting = StripeEvent.objects.with_operator().get()
    assert "currency: Stripe says EUR, we say USD" in waiting.quarantine
    assert held(ben) == 0
    desk.till.stripe.control("tamper", id=row.session_id, object="checkout.session", fields={"currency": "usd"})
    row.refresh_from_db()
    reconciliation.look_again(row)
    assert not StripeEvent.objects.with_operator().exists()
    assert held(ben) == 120
    assert_books_balance()
