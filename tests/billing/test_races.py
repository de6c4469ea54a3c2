"""Everybody at once, on PostgreSQL: webhooks beside the return page, clicks beside clicks. Each has its control."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from billing import events, fulfilment
from billing.models import Purchase, StripeEvent
from connects import services as connects
from tests.billing.conftest import balance
from tests.books import assert_books_balance
from tests.races import FEWER, REPEATS, runners

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL races only there")


def at_once(*acts: Callable[[], Any], rounds: int = 0) -> list[Any]:
    with runners(len(acts), rounds=rounds) as threads:
        return threads.together(*acts)


def paid(till, person) -> Purchase:
    purchase = till.buy(person)
    till.pay(purchase)
    return purchase


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_eight_webhooks_beside_the_return_page_credit_once(till, ben, repeat):
    purchase = paid(till, ben)
    completed = till.events(purchase, "completed")[0]
    answers = at_once(*[lambda: till.webhook(completed)] * 8, lambda: till.come_back(ben, purchase), rounds=repeat)
    assert [answer.status_code for answer in answers] == [200] * 8 + [302]
    assert balance(ben) == 20
    assert StripeEvent.objects.count() == 1
    assert_books_balance()


def test_control_without_the_lock_and_the_reference_it_is_credited_more_than_once(till, ben, monkeypatch):
    """The two things that keep it to once, taken out: the race above then ends otherwise."""
    plain, number = connects.credit_purchase, iter(range(1000))

    def unlocked(session):
        return Purchase.objects.select_related("buyer").get(session_id=session.id)

    def under_a_reference_of_its_own(wallet_id, count, **said):
        return plain(wallet_id, count, **said | {"reference": f"{said['reference']}:{next(number)}"})

    monkeypatch.setattr(fulfilment, "_locked", unlocked)
    monkeypatch.setattr(connects, "credit_purchase", under_a_reference_of_its_own)
    purchase = paid(till, ben)
    at_once(*[lambda: fulfilment.fulfil(purchase.session_id)] * 8)
    assert balance(ben) > 20


def test_control_the_lock_alone_is_enough(till, ben, monkeypatch):
    """With the reference taken out and the lock left, it is still credited once: both hold by themselves."""
    plain, number = connects.credit_purchase, iter(range(1000))
    monkeypatch.setattr(
        connects,
        "credit_purchase",
        lambda wallet_id, count, **said: plain(
            wallet_id, count, **said | {"reference": f"{said['reference']}:{next(number)}"}
        ),
    )
    purchase = paid(till, ben)
    at_once(*[lambda: fulfilment.fulfil(purchase.session_id)] * 8)
    assert balance(ben) == 20


@pytest.mark.parametrize("repeat", range(FEWER))
def test_eight_clicks_open_one_checkout(till, ben, repeat):
    answers = at_once(*[lambda: till.choose(ben)] * 8, rounds=repeat)
    purchase = Purchase.objects.get()
    assert till.sessions_for(purchase) == 1
    url = purchase.session_url
    # Whoever was turned away by Stripe as too many at once is back in the shop, the others at the one checkout.
    back = f"/settings/connects/buy/?package={purchase.package_id}"
    assert {answer["Location"] for answer in answers} <= {url, back}
    assert url in {answer["Location"] for answer in answers}


def test_two_buyers_do_not_wait_for_each_other(till, ben, cleo):
    first, second = paid(till, ben), paid(till, cleo)
    at_once(lambda: till.come_back(ben, first), lambda: till.come_back(cleo, second))
    assert (balance(ben), balance(cleo)) == (20, 20)
    assert_books_balance()


def test_different_events_of_one_checkout_at_once(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase, method="us_bank_account", account="succeeded")
    till.stripe.control("settle", session=purchase.session_id)
    rows = [till.events(purchase, kind)[0] for kind in ("completed", "async_payment_succeeded")]
    answers = at_once(*[lambda row=row: till.webhook(row) for row in rows * 4])
    assert {answer.status_code for answer in answers} == {200}
    assert balance(ben) == 20
    assert_books_balance()


def test_replays_at_once_credit_once(till, ben):
    purchase = paid(till, ben)
    till.webhook(till.events(purchase, "completed")[0])
    row = StripeEvent.objects.get()
    at_once(*[lambda: events.replay(row)] * 8)
    assert balance(ben) == 20
    assert_books_balance()
