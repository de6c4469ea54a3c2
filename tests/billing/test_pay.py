"""A purchase, paid: by return page, by webhook, by both in either order, and booked once."""

from datetime import timedelta

import pytest

from billing import reconciliation, services
from billing.models import Purchase, StripeEvent
from common import clock, policies
from common.models import Mail, Notice
from tests.billing.conftest import balance
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


def paid_once(purchase: Purchase, person) -> None:
    purchase.refresh_from_db()
    assert purchase.status == Purchase.Status.PAID
    assert purchase.mismatch == ""
    assert balance(person) == purchase.connects
    assert Mail.objects.filter(to=person.email, reference__startswith=f"receipt:purchase:{purchase.pk}:").count() == 1
    assert Notice.objects.filter(person=person, kind="purchase").count() == 1
    assert_books_balance()


def test_the_return_page_alone_credits(till, ben):
    purchase = till.buy(ben)
    assert till.pay(purchase) == 303
    page = till.come_back(ben, purchase, follow=True)
    assert page.redirect_chain[-1][0] == f"/settings/connects/purchases/{purchase.pk}/"
    assert "20 Connects are in your wallet. Your balance is 20." in page.content.decode()
    paid_once(purchase, ben)
    purchase.refresh_from_db()
    assert purchase.paid_with == "Visa ending in 4242"
    assert purchase.payment_intent.startswith("pi_")
    assert purchase.look_at is None


def test_the_webhook_alone_credits(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    assert till.webhook(till.events(purchase, "completed")[0]).status_code == 200
    paid_once(purchase, ben)


def test_webhook_first_then_return_page(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    till.webhook(till.events(purchase, "completed")[0])
    till.come_back(ben, purchase)
    paid_once(purchase, ben)


def test_return_page_first_then_webhook(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    till.come_back(ben, purchase)
    till.webhook(till.events(purchase, "completed")[0])
    paid_once(purchase, ben)


def test_neither_comes_and_reconciliation_credits(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    assert reconciliation.look_at_due(clock.now()) == 0
    Purchase.objects.update(look_at=clock.real_now() - timedelta(seconds=1))
    assert reconciliation.look_at_due(clock.now()) == 1
    paid_once(purchase, ben)
    assert reconciliation.next_due() is None


def test_the_same_event_twice_credits_once(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    event = till.events(purchase, "completed")[0]
    assert [till.webhook(event).status_code for _ in range(3)] == [200, 200, 200]
    paid_once(purchase, ben)
    assert StripeEvent.objects.get(event_id=event["id"]).attempts == 1


def test_a_replay_by_an_operator_credits_nothing_more(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    till.webhook(till.events(purchase, "completed")[0])
    assert services.replay(StripeEvent.objects.get()) is True
    paid_once(purchase, ben)
    assert StripeEvent.objects.get().attempts == 2


def test_coming_back_twice_credits_once(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    till.come_back(ben, purchase)
    till.come_back(ben, purchase)
    paid_once(purchase, ben)


def test_three_d_secure_pays_after_the_challenge(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase, number="4000002500003155")
    assert till.come_back(ben, purchase).status_code == 302
    assert balance(ben) == 0
    till.stripe.post(f"/c/pay/{purchase.session_id}/3ds", {"verdict": "complete"})
    till.come_back(ben, purchase)
    paid_once(purchase, ben)


def test_the_webhook_finds_a_session_that_we_had_no_time_to_note(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    session_id = purchase.session_id
    event = till.events(purchase, "completed")[0]
    Purchase.objects.filter(pk=purchase.pk).update(session_id=None, session_url="")
    assert till.webhook(event).status_code == 200
    paid_once(purchase, ben)
    assert Purchase.objects.get().session_id == session_id


def test_the_price_of_an_open_checkout_stays(till, ben, olga):
    purchase = till.buy(ben)
    policies.change(purchase.package, actor=olga, reason="Dearer from today", price_minor=400)
    till.pay(purchase)
    till.come_back(ben, purchase)
    paid_once(purchase, ben)
    assert Purchase.objects.get().amount_minor == 300
    assert ben.wallet.lots.get().paid_minor == 300
