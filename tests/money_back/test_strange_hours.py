"""Buyers who are gone, pages opened by others, several faults on one purchase: the money goes its way."""

import json
from pathlib import Path

import pytest
import stripe

from billing import events, refund_news, refunds_told, services
from billing.models import Purchase, Refund, StripeEvent
from common import clock
from connects import services as connects
from tests.billing.conftest import balance
from tests.books import assert_books_balance
from tests.money_back.counter import charge_of, give_back, in_dashboard, news, paid, spent, tell
from tests.stripe_process import SECRET

pytestmark = pytest.mark.django_db
Status = Purchase.Status


@pytest.mark.parametrize("gone", [{"is_active": False}, {"freelancer_since": None}, {"email": "changed@example.com"}])
def test_a_buyer_who_is_gone_before_the_webhook_still_gets_what_was_paid(till, ben, gone):
    purchase = till.buy(ben)
    till.pay(purchase)
    for name, value in gone.items():
        setattr(ben, name, value)
    ben.save()
    till.webhook(till.events(purchase, "completed")[0])
    purchase.refresh_from_db()
    assert (purchase.status, connects.spendable(purchase.wallet_id)) == (Status.PAID, 20)
    assert_books_balance()


def test_a_buyer_who_is_gone_is_refunded_all_the_same(till, ben, olga):
    purchase = paid(till, ben)
    ben.is_active = False
    ben.save()
    assert give_back(purchase, 300, by=olga).status == "succeeded"
    assert connects.spendable(purchase.wallet_id) == 0
    assert_books_balance()


def test_a_refund_of_another_shop_on_the_account_is_left_alone(till, ben):
    purchase = paid(till, ben)
    told = in_dashboard(till, purchase, amount=100)
    Purchase.objects.filter(pk=purchase.pk).update(payment_intent="pi_other")
    till.stripe.control("tamper", id=purchase.payment_intent, object="payment_intent", fields={"metadata": {}})
    tell(till, "refund.created", told["id"])
    assert StripeEvent.objects.get(subject=told["id"]).error == "Not acted on: no payment of ours."
    assert (balance(ben), Refund.objects.count()) == (20, 0)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"currency": "jpy"}, "is in JPY"),
        ({"amount": 400}, "more than was paid"),
    ],
)
def test_a_refund_that_does_not_match_waits_for_an_operator(till, ben, fields, said):
    purchase = paid(till, ben)
    told = in_dashboard(till, purchase, amount=100)
    till.stripe.control("tamper", id=told["id"], object="refund", fields=fields)
    tell(till, "refund.created", told["id"])
    assert said in StripeEvent.objects.get(subject=told["id"]).quarantine
    assert (balance(ben), Refund.objects.count()) == (20, 0)
    assert_books_balance()


@pytest.mark.parametrize(("fields", "word"), [({"amount": 50}, "amount"), ({"currency": "eur"}, "currency")])
def test_our_own_refund_told_otherwise_waits_for_an_operator(till, ben, olga, fields, word):
    purchase = paid(till, ben)
    refund = give_back(purchase, 100, by=olga)
    till.stripe.control("tamper", id=refund.refund_id, object="refund", fields=fields)
    tell(till, "refund.created", refund.refund_id)
    assert f"{word}: Stripe says" in StripeEvent.objects.get(subject=refund.refund_id).quarantine
    assert balance(ben) == 13
    assert_books_balance()


def test_our_key_on_somebody_elses_payment_waits_for_an_operator(till, ben, cleo, olga):
    refund = give_back(paid(till, ben), 100, by=olga)
    told = in_dashboard(till, paid(till, cleo), **{"amount": 100, "metadata[refund]": refund.key})
    tell(till, "refund.created", told["id"])
    assert "refund: Stripe says" in StripeEvent.objects.get(subject=told["id"]).quarantine
    assert (balance(ben), balance(cleo)) == (13, 20)
    assert_books_balance()


def test_what_was_paid_wrongly_and_given_back_at_stripe_closes_by_itself(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    till.tamper(purchase, amount_total=1)
    till.webhook(till.events(purchase, "completed")[0])
    told = in_dashboard(till, purchase)
    tell(till, "charge.refunded", told["charge"])
    purchase.refresh_from_db()
    assert (purchase.status, purchase.mismatch, purchase.look_at) == (Status.FAILED, "", None)
    assert "was given back" in purchase.failure
    assert not StripeEvent.objects.with_operator().exists()
    assert (balance(ben), Refund.objects.count()) == (0, 0)
    page = till.browser(ben).get(purchase.get_absolute_url()).content.decode()
    assert "was given back" in page
    assert_books_balance()


def test_a_refund_that_stripe_does_not_know_comes_again(till):
    row = StripeEvent.objects.create(
        event_id="evt_r", type="refund.created", payload={"livemode": False, "data": {"object": {"id": "re_gone"}}}
    )
    assert services.replay(row) is False
    row.refresh_from_db()
    assert row.error.startswith("NoSuchSession")


def test_lapsed_connects_are_neither_revoked_nor_owed(till, ben, olga):
    purchase = paid(till, ben)
    spent(ben, 5)
    with clock.at(clock.now().replace(year=clock.now().year + 2)):
        give_back(purchase, 300, by=olga)
        assert connects.debt_of(purchase.wallet_id) == 5
        assert balance(ben) == 0
    assert_books_balance()


def test_old_news_of_a_charge_after_all_is_settled_changes_nothing(till, ben, olga):
    purchase = paid(till, ben)
    give_back(purchase, 100, by=olga)
    old = news(till, "charge.refunded", charge_of(till, purchase))
    give_back(purchase, 200, by=olga)
    for _ in range(3):
        assert till.webhook(old).status_code == 200
    assert (balance(ben), Refund.objects.count()) == (0, 2)
    assert_books_balance()


def test_a_bank_debit_that_succeeded_is_not_undone_by_late_news_of_a_failure(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase, method="us_bank_account", account="succeeded")
    completed = till.events(purchase, "completed")[0]
    till.webhook(completed)
    till.stripe.control("settle", session=purchase.session_id)
    till.webhook(till.events(purchase, "async_payment_succeeded")[0])
    # The word "failed" of an event is not believed: Stripe is asked, and says paid.
    body = json.dumps(completed | {"id": "evt_late_failure", "type": "checkout.session.async_payment_failed"})
    signature = stripe.WebhookSignature.generate_signature_header(body, SECRET)
    answer = till.browser(ben).post(
        "/stripe/webhook/", body, content_type="application/json", headers={"Stripe-Signature": signature}
    )
    purchase.refresh_from_db()
    assert (answer.status_code, purchase.status, balance(ben)) == (200, Status.PAID, 20)
    assert_books_balance()


class Crash(BaseException):
    """The process is gone: nothing may catch it."""


def test_a_crash_after_the_wallet_was_told_of_a_refund_undoes_both(till, ben, monkeypatch):
    purchase = paid(till, ben)
    told = in_dashboard(till, purchase, amount=150)
    event = news(till, "refund.created", told["id"])

    def die(*_):
        assert balance(ben) == 10
        raise Crash

    monkeypatch.setattr(refund_news, "given_back", die)
    with pytest.raises(Crash):
        refunds_told.follow(told["id"])
    assert (balance(ben), Refund.objects.count()) == (20, 0)
    monkeypatch.undo()
    assert till.webhook(event).status_code == 200
    assert (balance(ben), Refund.objects.count()) == (10, 1)
    assert_books_balance()


def test_the_docs_name_every_event_to_subscribe_to():
    page = (Path(__file__).resolve().parents[2] / "docs" / "stripe-sandbox.md").read_text()
    assert [kind for kind in events.HANDLERS if f"`{kind}`" not in page] == []
