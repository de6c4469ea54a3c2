"""A bank questions a payment: what is left is held, comes back when it is won, is revoked and owed when it is lost."""

import pytest
from django.urls import reverse

from billing import disputes
from billing.errors import CannotRefund
from billing.models import Dispute, Purchase, StripeEvent
from common import clock
from common.models import Mail, Notice
from connects import services as connects
from connects.models import Kind, Transaction
from tests.billing.conftest import balance
from tests.books import assert_books_balance
from tests.money_back.counter import dispute_of, give_back, in_dashboard, news, paid, spent, tell

pytestmark = pytest.mark.django_db
Status = Purchase.Status
DISPUTES = "4000000000000259"


def debt(person) -> int:
    return connects.debt_of(connects.wallet_of(person).pk)


def questioned(till, purchase: Purchase, **said) -> str:
    """The bank opens a dispute and the site hears of it; its id."""
    dispute: str = till.stripe.control("dispute", payment_intent=purchase.payment_intent, **said)
    tell(till, "charge.dispute.created", dispute)
    return dispute


def decided(till, dispute: str, outcome: str) -> None:
    till.stripe.control("dispute-outcome", dispute=dispute, outcome=outcome)
    tell(till, "charge.dispute.closed", dispute)


def status(purchase: Purchase) -> str:
    purchase.refresh_from_db()
    return purchase.status


def test_what_is_left_is_held_while_it_is_open(till, ben):
    purchase = paid(till, ben)
    spent(ben, 6)
    dispute = questioned(till, purchase)
    assert (status(purchase), balance(ben), debt(ben)) == (Status.DISPUTED, 0, 0)
    assert Transaction.objects.get(kind=Kind.DISPUTE).amount == -14
    for kind in ("created", "funds_withdrawn", "created"):
        tell(till, f"charge.dispute.{kind}", dispute)
    assert (Dispute.objects.count(), balance(ben)) == (1, 0)
    assert_books_balance()


def test_won_it_all_comes_back(till, ben):
    purchase = paid(till, ben)
    spent(ben, 6)
    dispute = questioned(till, purchase)
    decided(till, dispute, "won")
    tell(till, "charge.dispute.funds_reinstated", dispute)
    tell(till, "charge.dispute.created", dispute)
    assert (status(purchase), balance(ben), debt(ben)) == (Status.PAID, 14, 0)
    assert_books_balance()


def test_lost_the_rest_is_revoked_and_the_spent_part_owed(till, ben):
    purchase = paid(till, ben)
    spent(ben, 6)
    dispute = questioned(till, purchase)
    decided(till, dispute, "lost")
    for kind in ("created", "funds_withdrawn", "closed"):
        tell(till, f"charge.dispute.{kind}", dispute)
    assert (status(purchase), balance(ben), debt(ben)) == (Status.DISPUTED, 0, 6)
    assert_books_balance()


@pytest.mark.parametrize(("outcome", "after"), [("won", (20, 0)), ("lost", (0, 0))])
def test_what_comes_back_meanwhile_follows_the_lot(till, ben, outcome, after):
    purchase = paid(till, ben)
    spend = spent(ben, 6)
    dispute = questioned(till, purchase)
    connects.refund(spend, reference=f"refund:{spend}", cause="", reason="The job was cancelled")
    assert (balance(ben), debt(ben)) == (0, 0)
    decided(till, dispute, outcome)
    assert (balance(ben), debt(ben)) == after
    assert_books_balance()


def test_only_the_end_is_heard_of(till, ben, cleo):
    for person, outcome, after in ((ben, "won", (14, 0)), (cleo, "lost", (0, 6))):
        purchase = paid(till, person)
        spent(person, 6)
        dispute = till.stripe.control("dispute", payment_intent=purchase.payment_intent)
        decided(till, dispute, outcome)
        assert (balance(person), debt(person)) == after
    assert_books_balance()


def test_disputed_before_the_purchase_was_credited(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase, number=DISPUTES)
    tell(till, "charge.dispute.created", dispute_of(till, purchase))
    assert (status(purchase), balance(ben), Dispute.objects.count()) == (Status.DISPUTED, 0, 1)
    till.webhook(till.events(purchase, "completed")[0])
    assert (status(purchase), balance(ben)) == (Status.DISPUTED, 0)
    assert_books_balance()


def test_a_refund_and_then_a_lost_dispute_take_back_once(till, ben, olga):
    purchase = paid(till, ben)
    spent(ben, 6)
    give_back(purchase, 150, by=olga)
    assert (balance(ben), debt(ben)) == (4, 0)
    # Some banks take all of it, whatever was refunded before.
    dispute = questioned(till, purchase)
    till.stripe.control("tamper", id=dispute, object="dispute", fields={"amount": 300})
    decided(till, dispute, "lost")
    assert (status(purchase), balance(ben), debt(ben)) == (Status.DISPUTED, 0, 6)
    assert_books_balance()


def test_a_refund_that_is_heard_of_after_the_lost_dispute_takes_nothing_more(till, ben):
    purchase = paid(till, ben)
    spent(ben, 6)
    told = in_dashboard(till, purchase, amount=200)
    dispute = questioned(till, purchase)
    till.stripe.control("tamper", id=dispute, object="dispute", fields={"amount": 300})
    decided(till, dispute, "lost")
    assert (balance(ben), debt(ben)) == (0, 6)
    tell(till, "refund.created", told["id"])
    purchase.refresh_from_db()
    assert (balance(ben), debt(ben), purchase.refunded_minor) == (0, 6, 200)
    assert_books_balance()


def test_part_of_a_payment_is_disputed(till, ben):
    purchase = paid(till, ben)
    dispute = questioned(till, purchase, amount=150)
    assert balance(ben) == 0
    decided(till, dispute, "lost")
    assert (balance(ben), debt(ben)) == (10, 0)
    assert_books_balance()


def test_one_dispute_after_another(till, ben):
    purchase = paid(till, ben)
    decided(till, questioned(till, purchase, amount=100), "won")
    assert balance(ben) == 20
    decided(till, questioned(till, purchase, amount=100), "lost")
    assert (balance(ben), Dispute.objects.count()) == (13, 2)
    assert_books_balance()


def test_an_inquiry_takes_nothing_until_it_becomes_a_dispute(till, ben):
    purchase = paid(till, ben)
    dispute = questioned(till, purchase, inquiry=True)
    assert (status(purchase), balance(ben), Dispute.objects.get().froze) == (Status.PAID, 20, False)
    till.stripe.control("tamper", id=dispute, object="dispute", fields={"status": "needs_response"})
    disputes.follow(dispute)
    assert (status(purchase), balance(ben)) == (Status.DISPUTED, 0)
    decided(till, dispute, "won")
    assert (status(purchase), balance(ben)) == (Status.PAID, 20)
    assert_books_balance()


def test_an_inquiry_that_is_closed_changes_nothing_and_nobody_is_told(till, ben):
    purchase = paid(till, ben)
    dispute = questioned(till, purchase, inquiry=True)
    decided(till, dispute, "won")
    assert (status(purchase), balance(ben), Dispute.objects.get().outcome) == (Status.PAID, 20, "won")
    assert not Notice.objects.filter(kind__startswith="dispute").exists()
    assert Transaction.objects.filter(kind=Kind.DISPUTE).count() == 0


def test_while_it_is_disputed_nothing_is_refunded(till, ben, olga):
    purchase = paid(till, ben)
    dispute = questioned(till, purchase)
    with pytest.raises(CannotRefund, match="Answer the dispute at Stripe"):
        give_back(purchase, 300, by=olga)
    decided(till, dispute, "won")
    assert give_back(purchase, 300, by=olga).status == "succeeded"
    assert (status(purchase), balance(ben)) == (Status.REFUNDED, 0)
    assert_books_balance()


def test_what_expired_while_it_was_held_lapses_when_it_is_won(till, ben):
    purchase = paid(till, ben)
    dispute = questioned(till, purchase)
    with clock.at(clock.now().replace(year=clock.now().year + 2)):
        decided(till, dispute, "won")
        assert (balance(ben), debt(ben)) == (0, 0)
    assert_books_balance()


@pytest.mark.parametrize(("fields", "word"), [({"currency": "eur"}, "is in EUR"), ({"livemode": True}, "is in USD")])
def test_a_dispute_that_does_not_match_waits_for_an_operator(till, ben, fields, word):
    purchase = paid(till, ben)
    dispute = till.stripe.control("dispute", payment_intent=purchase.payment_intent)
    till.stripe.control("tamper", id=dispute, object="dispute", fields=fields)
    tell(till, "charge.dispute.created", dispute)
    assert word in StripeEvent.objects.get(subject=dispute, type="charge.dispute.created").quarantine
    assert (balance(ben), Dispute.objects.count()) == (20, 0)


def test_the_buyer_and_the_operators_are_told_once(till, ben, olga):
    purchase = paid(till, ben)
    spent(ben, 6)
    dispute = questioned(till, purchase)
    tell(till, "charge.dispute.funds_withdrawn", dispute)
    mine = Mail.objects.get(to=ben.email, subject=f"Your payment {purchase.number} is questioned")
    assert "14 of its Connects are held until it is decided" in mine.text
    hers = Mail.objects.get(to=olga.email)
    assert "Answer it at Stripe by" in hers.text
    assert "/admin/billing/dispute/" in hers.text
    decided(till, dispute, "lost")
    lost = Mail.objects.get(to=ben.email, subject="Your bank has given you back $3.00")
    assert "14 of its Connects were revoked. 6 were spent already" in lost.text
    kinds = Notice.objects.filter(person=ben).values_list("kind", flat=True)
    assert sorted(kinds) == ["dispute_lost", "dispute_opened", "purchase"]
    page = till.browser(ben).get(purchase.get_absolute_url()).content.decode()
    assert "Your bank has given" in page


def test_operators_see_it_and_ask_stripe_again(till, ben, desk):
    purchase = paid(till, ben)
    dispute = questioned(till, purchase)
    listed = desk.get(reverse("admin:billing_dispute_changelist")).content.decode()
    assert dispute in listed
    assert purchase.number in listed
    row = Dispute.objects.get()
    assert "needs_response" in desk.get(reverse("admin:billing_dispute_change", args=[row.pk])).content.decode()
    till.stripe.control("dispute-outcome", dispute=dispute, outcome="won")
    desk.post(reverse("admin:billing_dispute_look_again", args=[row.pk]), {"reason": "Its news never came"})
    assert balance(ben) == 20
    assert_books_balance()


def test_old_news_does_not_open_a_closed_one(till, ben):
    purchase = paid(till, ben)
    dispute = questioned(till, purchase)
    opened = news(till, "charge.dispute.created", dispute)
    decided(till, dispute, "won")
    assert till.webhook(opened).status_code == 200
    StripeEvent.objects.all().update(processed_at=None)
    assert till.webhook(opened).status_code == 200
    assert (status(purchase), balance(ben)) == (Status.PAID, 20)
    assert_books_balance()
