"""A year that is paid for at once turns, and its months go on: each goes the way of those that came before it."""

from datetime import timedelta

import pytest

from billing import disputes
from billing.models import Dispute, Invoice, Membership
from billing.stripe_gateway import StripeDispute
from common import clock, sweeps
from connects import services as connects
from connects.models import Kind, TurnedTime
from tests.books import assert_books_balance
from tests.memberships.conftest import held
from tests.money_back.counter import give_back, news, spent

pytestmark = pytest.mark.django_db
A_YEAR = 19900


def opened(desk, invoice: Invoice, **said) -> str:
    """The payer's bank disputes it, and the site hears of it; the dispute's id."""
    dispute: str = desk.till.stripe.control("dispute", payment_intent=invoice.payment_intent, **said)
    return told(desk, dispute, "created")


def told(desk, dispute: str, kind: str) -> str:
    assert desk.webhook(news(desk.till, f"charge.dispute.{kind}", dispute)).status_code == 200
    return dispute


def decided(desk, dispute: str, outcome: str) -> None:
    desk.till.stripe.control("dispute-outcome", dispute=dispute, outcome=outcome)
    told(desk, dispute, "closed")


def on_hold(owner) -> int:
    return sum(owner.wallet.lots.filter(disputed=True).values_list("frozen", flat=True))


def owed(owner) -> int:
    return connects.debt_of(owner.wallet.pk)


def plan(owner) -> str:
    return connects.plan_of(owner.wallet.pk).code


@pytest.fixture
def year(desk, ben) -> Invoice:
    """Ben pays for a year of Plus: 100 Connects for the first month, and 20 to welcome him."""
    desk.join(ben, interval="year")
    return Invoice.objects.get()


def test_months_that_come_while_it_is_disputed_are_held_and_come_back_when_it_is_won(desk, ben, year):
    spent(ben, 30)
    dispute = opened(desk, year)
    for month in range(1, 4):
        desk.months(1)
        assert (held(ben), on_hold(ben)) == (0, 90 + 100 * month)
    sweeps.run(sweeps.named("connects.periods"), clock.now())
    told(desk, dispute, "created")
    assert_books_balance()
    decided(desk, dispute, "won")
    told(desk, dispute, "closed")
    assert (held(ben), on_hold(ben)) == (390, 0)
    desk.months(1)
    assert held(ben) == 490
    assert_books_balance()


def test_months_that_came_while_it_was_disputed_are_revoked_when_it_is_lost(desk, ben, year):
    spent(ben, 30)
    dispute = opened(desk, year)
    desk.months(2)
    decided(desk, dispute, "lost")
    told(desk, dispute, "closed")
    assert (held(ben), on_hold(ben), owed(ben), plan(ben)) == (0, 0, 30, "basic")
    assert sum(ben.wallet.lots.values_list("claimed", flat=True)) == 320
    desk.months(1)
    # Basic's perk, and all of it goes towards the debt.
    assert (held(ben), owed(ben)) == (0, 20)
    assert_books_balance()


@pytest.mark.parametrize(("outcome", "after"), [("won", 320), ("lost", 0)])
def test_it_is_the_same_when_the_dispute_is_heard_of_late(desk, ben, year, outcome, after):
    dispute = desk.till.stripe.control("dispute", payment_intent=year.payment_intent)
    desk.months(1)
    told(desk, dispute, "created")
    desk.months(1)
    assert (held(ben), on_hold(ben)) == (0, 320)
    decided(desk, dispute, outcome)
    assert (held(ben), on_hold(ben)) == (after, 0)
    assert_books_balance()


def test_history_shows_the_month_granted_and_held(desk, ben, year):
    opened(desk, year)
    desk.months(1)
    grant, hold = ben.wallet.transactions.order_by("-id")[:2][::-1]
    assert (grant.kind, grant.amount, hold.kind, hold.amount) == (Kind.GRANT, 100, Kind.DISPUTE, -100)
    assert "Until it is decided, these are held" in hold.reason


def test_half_given_back_halves_the_months_to_come(desk, ben, olga, year):
    give_back(year, A_YEAR // 2, by=olga)
    assert held(ben) == 60
    desk.months(2)
    assert held(ben) == 160
    year.refresh_from_db()
    give_back(year, A_YEAR // 4, by=olga)
    assert held(ben) == 80
    desk.months(1)
    assert held(ben) == 105
    give_back(year, A_YEAR // 4, by=olga)
    assert (held(ben), owed(ben), plan(ben)) == (0, 0, "basic")
    assert_books_balance()


def test_a_refund_that_fails_months_later_gives_their_half_back_too(desk, ben, olga, year):
    refund = give_back(year, A_YEAR // 2, by=olga)
    desk.months(2)
    assert held(ben) == 160
    desk.till.stripe.control("refund-outcome", refund=refund.refund_id, outcome="failed")
    assert desk.webhook(news(desk.till, "refund.failed", refund.refund_id)).status_code == 200
    assert held(ben) == 320
    desk.months(1)
    assert held(ben) == 420
    assert_books_balance()


@pytest.mark.parametrize(("outcome", "after"), [("won", 110), ("lost", 0)])
def test_a_refund_of_a_half_and_a_dispute_of_the_rest(desk, ben, olga, year, outcome, after):
    give_back(year, A_YEAR // 2, by=olga)
    dispute = opened(desk, year, amount=A_YEAR // 2)
    desk.months(1)
    assert (held(ben), on_hold(ben)) == (0, 110)
    decided(desk, dispute, outcome)
    assert (held(ben), owed(ben), plan(ben)) == (after, 0, "plus" if outcome == "won" else "basic")
    desk.months(1)
    assert held(ben) == (after + 50 if outcome == "won" else 10)
    assert_books_balance()


def test_a_part_that_is_lost_lessens_the_months_to_come(desk, ben, year):
    decided(desk, opened(desk, year, amount=A_YEAR // 2), "lost")
    assert (held(ben), plan(ben)) == (60, "plus")
    desk.months(1)
    assert held(ben) == 110
    assert_books_balance()


def test_a_month_is_held_until_each_of_two_disputes_is_over(desk, ben, year):
    """A payment in instalments is questioned twice: the sandbox knows no such payment, so its words are ours."""

    def says(dispute: str, status: str) -> None:
        now = clock.now()
        disputes.apply(year, StripeDispute(dispute, status, 4975, "USD", "", "", False, now, now))

    says("dp_1", "needs_response")
    desk.months(1)
    says("dp_2", "needs_response")
    desk.months(1)
    says("dp_1", "won")
    assert (held(ben), on_hold(ben)) == (0, 320)
    desk.months(1)
    says("dp_2", "lost")
    assert (held(ben), on_hold(ben)) == (315, 0)
    assert_books_balance()


def test_disputed_again_it_is_held_again(desk, ben, year):
    decided(desk, opened(desk, year, amount=A_YEAR // 2), "won")
    desk.months(1)
    assert held(ben) == 220
    again = opened(desk, year, amount=A_YEAR // 2)
    desk.months(1)
    assert (held(ben), on_hold(ben)) == (0, 320)
    decided(desk, again, "won")
    assert held(ben) == 320
    assert_books_balance()


def test_the_next_year_is_paid_for_and_not_held(desk, ben, year):
    desk.months(10)
    dispute = opened(desk, year)
    desk.months(2)
    # The eleventh month of the old year is held like the ten before it, the first of the new one is there.
    assert Invoice.objects.count() == 2
    assert (held(ben), on_hold(ben)) == (100, 1220)
    decided(desk, dispute, "lost")
    assert (held(ben), owed(ben), plan(ben)) == (100, 0, "plus")
    desk.months(1)
    assert held(ben) == 200
    assert_books_balance()


def test_while_stripe_does_not_hear_that_it_is_to_end_a_month_brings_nothing(desk, ben, olga, year):
    desk.till.stripe.control("faults", kind="500", count=20, match="DELETE /v1/subscriptions")
    give_back(year, A_YEAR, by=olga)
    assert (held(ben), Membership.objects.get().status) == (0, Membership.Status.ACTIVE)
    with clock.at(clock.now() + timedelta(days=31, hours=1)):
        sweeps.run(sweeps.named("connects.periods"), clock.now())
        assert held(ben) == 0
    assert ben.wallet.lots.latest("id").claimed == 100
    assert_books_balance()


def test_what_a_new_membership_brings_is_not_of_the_old_one(desk, ben, year):
    dispute = opened(desk, year)
    desk.act(ben, "cancel")
    row = Membership.objects.get()
    desk.till.stripe.delete(f"/v1/subscriptions/{row.subscription_id}", **desk.key)
    desk.ask(row)
    assert plan(ben) == "basic"
    desk.months(1)
    basic = held(ben)
    desk.join(ben)
    assert (held(ben), on_hold(ben)) == (basic + 100, 120)
    desk.months(1)
    decided(desk, dispute, "lost")
    assert (held(ben), owed(ben), plan(ben)) == (200, 0, "plus")
    assert_books_balance()


def test_a_held_month_pays_no_debt(desk, ben, olga, year):
    dispute = opened(desk, year)
    connects.grant(
        ben.wallet.pk, 5, source="joining", expires_at=clock.now() + timedelta(days=300), reference="gift:1"
    )
    spent(ben, 5)
    connects.claim("gift:1", 5, reference="test:1", cause="", reason="A test")
    desk.months(1)
    assert (owed(ben), on_hold(ben)) == (5, 220)
    decided(desk, dispute, "won")
    desk.months(1)
    assert (owed(ben), held(ben)) == (0, 315)
    assert_books_balance()


def test_an_upgrade_stays_with_who_paid_for_it(desk, studio, ben):
    """The plan's first payment is disputed: the difference has been paid for by another, and can be spent."""
    desk.join(ben, "agency", "year", handle=studio.handle)
    desk.travel(clock.now() + timedelta(hours=1))
    first = Invoice.objects.get()
    dispute = opened(desk, first)
    desk.change(ben, "business", "year", handle=studio.handle)
    assert (held(studio), on_hold(studio)) == (150, 170)
    desk.months(1)
    # Both pay for the months to come, and one of them is disputed.
    assert (held(studio), on_hold(studio)) == (150, 470)
    decided(desk, dispute, "won")
    assert (held(studio), on_hold(studio)) == (620, 0)
    assert_books_balance()


def test_a_payment_turns_once_however_often_it_is_told(desk, year):
    dispute = opened(desk, year)
    for kind in ("created", "funds_withdrawn"):
        told(desk, dispute, kind)
    decided(desk, dispute, "won")
    assert (TurnedTime.objects.count(), Dispute.objects.count()) == (1, 1)
