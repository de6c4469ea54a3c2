"""An operator gives money back: what is unspent is revoked, what is spent is owed, once however often it is told."""

from datetime import timedelta

import pytest

from billing import refund_looks
from billing.errors import CannotRefund, EffectChanged, PaymentsUnavailable
from billing.models import Purchase, Refund
from billing.money_back import Effect, foresee
from common import clock, sweeps
from common.models import Mail, Notice
from connects import services as connects
from connects.models import Source
from tests.billing.conftest import balance
from tests.books import assert_books_balance
from tests.money_back.counter import charge_of, give_back, in_dashboard, paid, refunds_at_stripe, spent, tell

pytestmark = pytest.mark.django_db
Status = Purchase.Status


def debt(person) -> int:
    return connects.debt_of(connects.wallet_of(person).pk)


def grant(person, count: int) -> None:
    connects.grant(
        connects.wallet_of(person).pk,
        count,
        source=Source.PROFILE,
        expires_at=clock.now() + timedelta(days=9),
        reference=f"test:{count}",
    )


def look() -> int:
    Refund.objects.filter(look_at__isnull=False).update(look_at=clock.real_now() - timedelta(seconds=1))
    return sweeps.run(sweeps.named("billing.refunds"), clock.now())


def test_all_of_it_takes_all_of_its_connects(till, ben, olga):
    purchase = paid(till, ben)
    refund = give_back(purchase, 300, by=olga)
    purchase.refresh_from_db()
    assert (refund.status, purchase.status, purchase.refunded_minor) == ("succeeded", Status.REFUNDED, 300)
    assert (balance(ben), debt(ben), refunds_at_stripe(till, purchase)) == (0, 0, [300])
    assert_books_balance()


def test_a_part_takes_the_same_part_of_its_connects(till, ben, olga):
    purchase = paid(till, ben)
    give_back(purchase, 100, by=olga)
    purchase.refresh_from_db()
    # A third of 20 is 6.67.
    assert (purchase.status, purchase.refunded_minor, balance(ben)) == (Status.REFUNDED, 100, 13)
    give_back(purchase, 100, by=olga)
    assert balance(ben) == 7
    give_back(purchase, 100, by=olga)
    assert (balance(ben), refunds_at_stripe(till, purchase)) == (0, [100, 100, 100])
    assert_books_balance()


def test_what_was_spent_becomes_a_debt_that_free_connects_pay_first(till, ben, olga):
    purchase = paid(till, ben)
    spent(ben, 14)
    assert foresee(purchase, 300) == Effect(revoked=6, owed=14)
    give_back(purchase, 300, by=olga)
    assert (balance(ben), debt(ben)) == (0, 14)
    paid(till, ben, 10)
    assert (balance(ben), debt(ben)) == (10, 14), "what is bought pays no debt"
    grant(ben, 50)
    assert (balance(ben), debt(ben)) == (46, 0)
    assert_books_balance()


def test_connects_that_come_back_into_it_lessen_the_debt(till, ben, olga):
    purchase = paid(till, ben)
    spend = spent(ben, 14)
    give_back(purchase, 300, by=olga)
    connects.refund(spend, reference=f"refund:{spend}", cause="", reason="The job was cancelled")
    assert (balance(ben), debt(ben)) == (0, 0)
    assert_books_balance()


def test_the_same_key_is_the_same_refund(till, ben, olga):
    purchase = paid(till, ben)
    first, again = (give_back(purchase, 100, by=olga, key="k" * 32) for _ in range(2))
    assert first == again
    assert (balance(ben), refunds_at_stripe(till, purchase)) == (13, [100])
    assert_books_balance()


@pytest.mark.parametrize("amount", [0, -1, 301])
def test_no_more_goes_back_than_came(till, ben, olga, amount):
    purchase = paid(till, ben)
    with pytest.raises(CannotRefund, match=r"at most \$3.00"):
        give_back(purchase, amount, by=olga)
    assert (balance(ben), Refund.objects.count()) == (20, 0)


def test_what_was_not_paid_or_has_gone_back_is_not_given_back(till, ben, olga):
    with pytest.raises(CannotRefund, match="was not paid"):
        give_back(till.buy(ben), 300, by=olga)
    purchase = paid(till, ben)
    give_back(purchase, 300, by=olga)
    with pytest.raises(CannotRefund, match="gone back already"):
        give_back(purchase, 1, by=olga)
    assert_books_balance()


def test_a_wallet_that_has_moved_meanwhile_stops_it(till, ben, olga):
    purchase = paid(till, ben)
    expected = foresee(purchase, 300)
    spent(ben, 4)
    with pytest.raises(EffectChanged):
        give_back(purchase, 300, by=olga, expected=expected)
    assert (balance(ben), Refund.objects.count(), refunds_at_stripe(till, purchase)) == (16, 0, [])


def test_the_buyer_is_told_once(till, ben, olga):
    purchase = paid(till, ben)
    spent(ben, 14)
    refund = give_back(purchase, 300, by=olga, reason="Bought by mistake")
    for _ in range(2):
        tell(till, "refund.created", refund.refund_id)
    mail = Mail.objects.get(reference__startswith=f"refunded:{refund.pk}:")
    assert (mail.to, mail.subject) == (ben.email, "We gave back $3.00")
    assert "20 of its Connects were taken back, of which 14 were spent already" in mail.text
    assert "Why: Bought by mistake" in mail.text
    assert Notice.objects.get(person=ben, kind="refund").link == purchase.get_absolute_url()
    page = till.browser(ben).get(purchase.get_absolute_url()).content.decode()
    assert "Given back" in page
    assert "Bought by mistake" in page


def test_a_refund_made_in_the_dashboard_is_booked_from_its_event(till, ben):
    purchase = paid(till, ben)
    told = in_dashboard(till, purchase, amount=100)
    for kind, subject in (("refund.created", told["id"]), ("charge.refunded", told["charge"])) * 2:
        tell(till, kind, subject)
    refund = Refund.objects.get()
    assert (refund.refund_id, refund.status, refund.actor) == (told["id"], "succeeded", None)
    assert refund.reason == "Refunded in Stripe's dashboard"
    assert balance(ben) == 13
    in_dashboard(till, purchase)
    tell(till, "charge.refunded", told["charge"])
    purchase.refresh_from_db()
    assert (balance(ben), purchase.refunded_minor, Refund.objects.count()) == (0, 300, 2)
    assert_books_balance()


def test_a_refund_before_the_purchase_was_credited_takes_it_back_at_once(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    told = in_dashboard(till, purchase)
    tell(till, "charge.refunded", told["charge"])
    assert balance(ben) == 0
    till.webhook(till.events(purchase, "completed")[0])
    till.come_back(ben, purchase)
    purchase.refresh_from_db()
    assert (purchase.status, purchase.refunded_minor, balance(ben), debt(ben)) == (Status.REFUNDED, 300, 0, 0)
    assert_books_balance()


def test_partial_twice_then_full_from_both_sides(till, ben, olga):
    purchase = paid(till, ben)
    spent(ben, 5)
    give_back(purchase, 50, by=olga)
    told = in_dashboard(till, purchase, amount=100)
    tell(till, "refund.created", told["id"])
    purchase.refresh_from_db()
    assert (purchase.refunded_minor, balance(ben), debt(ben)) == (150, 5, 0)
    give_back(purchase, 150, by=olga)
    purchase.refresh_from_db()
    assert (purchase.refunded_minor, balance(ben), debt(ben)) == (300, 0, 5)
    assert_books_balance()


def test_while_stripe_is_silent_the_refund_waits_and_is_asked_for_again(till, ben, olga):
    purchase = paid(till, ben)
    till.stripe.control("faults", kind="500", count=2, match="POST /v1/refunds")
    refund = give_back(purchase, 300, by=olga)
    assert (refund.status, balance(ben), refunds_at_stripe(till, purchase)) == ("asked", 0, [])
    assert refund_looks.next_due() == refund.look_at
    assert not Mail.objects.filter(reference__startswith=f"refunded:{refund.pk}:").exists()
    assert look() == 1
    refund.refresh_from_db()
    assert (refund.status, refund.look_at, refunds_at_stripe(till, purchase)) == ("succeeded", None, [300])
    assert Mail.objects.filter(reference__startswith=f"refunded:{refund.pk}:").exists()
    assert_books_balance()


@pytest.mark.parametrize(("kind", "count"), [("429", 1), ("409", 2)])
def test_whatever_goes_wrong_at_stripe_it_is_given_back_once(till, ben, olga, kind, count):
    purchase = paid(till, ben)
    till.stripe.control("faults", kind=kind, count=count, match="POST /v1/refunds")
    refund = give_back(purchase, 100, by=olga)
    for _ in range(2):
        Refund.objects.filter(look_at__isnull=False).update(look_at=clock.real_now() - timedelta(seconds=1))
        refund_looks.look_at_due(clock.now())
    refund.refresh_from_db()
    assert (refund.status, balance(ben), refunds_at_stripe(till, purchase)) == ("succeeded", 13, [100])
    assert_books_balance()


def test_an_answer_that_was_lost_refunds_once(till, ben, olga):
    purchase = paid(till, ben)
    till.stripe.control("faults", kind="lost-answer", count=2, match="POST /v1/refunds")
    refund = give_back(purchase, 100, by=olga)
    assert (refund.status, refunds_at_stripe(till, purchase)) == ("asked", [100])
    look()
    refund.refresh_from_db()
    assert (refund.status, balance(ben), refunds_at_stripe(till, purchase)) == ("succeeded", 13, [100])
    assert_books_balance()


def test_a_failure_that_stripe_remembers_is_asked_for_under_a_new_key(till, ben, olga):
    purchase = paid(till, ben)
    till.stripe.control("faults", kind="500-remembered", count=1, match="POST /v1/refunds")
    refund = give_back(purchase, 300, by=olga)
    assert (refund.status, refund.attempt, refunds_at_stripe(till, purchase)) == ("asked", 1, [])
    for _ in range(3):
        look()
    refund.refresh_from_db()
    assert (refund.status, refund.attempt, refunds_at_stripe(till, purchase)) == ("succeeded", 2, [300])


def test_a_silent_stripe_stops_the_sweep_and_is_told(till, ben, olga):
    purchase = paid(till, ben)
    till.stripe.control("faults", kind="500", count=4, match="POST /v1/refunds")
    give_back(purchase, 300, by=olga)
    with pytest.raises(PaymentsUnavailable):
        look()
    assert look() == 1
    assert refunds_at_stripe(till, purchase) == [300]


def test_what_stripe_refuses_gives_the_connects_back(till, ben, olga):
    purchase = paid(till, ben)
    spent(ben, 14)
    # Somebody was quicker in the dashboard, and no event has come yet.
    in_dashboard(till, purchase)
    refund = give_back(purchase, 300, by=olga)
    assert refund.status == "failed"
    assert "already been refunded" in refund.failure
    assert (balance(ben), debt(ben)) == (6, 0)
    assert Notice.objects.filter(person=olga, kind="refund_failed").exists()
    purchase.refresh_from_db()
    assert purchase.status == Status.PAID
    assert_books_balance()
    tell(till, "charge.refunded", charge_of(till, purchase))
    assert (balance(ben), debt(ben)) == (0, 14)
    assert_books_balance()


def test_a_late_completed_event_does_not_undo_a_refund(till, ben, olga):
    purchase = paid(till, ben)
    give_back(purchase, 300, by=olga)
    till.webhook(till.events(purchase, "completed")[0])
    till.come_back(ben, purchase)
    purchase.refresh_from_db()
    assert (purchase.status, balance(ben)) == (Status.REFUNDED, 0)
    assert_books_balance()
