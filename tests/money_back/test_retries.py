"""What failed is tried again by the site itself, ever more rarely, and in the end by a person."""

from datetime import timedelta

import pytest

from billing import events, stripe_gateway
from billing.errors import PaymentsUnavailable
from billing.models import StripeEvent
from common import clock, sweeps
from tests.billing.conftest import balance
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


def sweep() -> int:
    return sweeps.run(sweeps.named("billing.events"), clock.now())


def make_due() -> None:
    StripeEvent.objects.filter(try_at__isnull=False).update(try_at=clock.real_now() - timedelta(seconds=1))


def failed_once(till, person):
    """Ben has paid; Stripe's event came, and Stripe did not answer when asked about it."""
    purchase = till.buy(person)
    till.pay(purchase)
    till.stripe.control("faults", kind="500", count=2, match="GET /v1/checkout/sessions/")
    assert till.webhook(till.events(purchase, "completed")[0]).status_code == 500
    return StripeEvent.objects.get(subject=purchase.session_id)


def test_an_event_that_failed_is_tried_again_without_stripe_sending_it(till, ben):
    row = failed_once(till, ben)
    assert sweep() == 0, "not at once"
    assert events.next_due() == row.try_at
    make_due()
    assert sweep() == 1
    row.refresh_from_db()
    assert (row.attempts, row.error, row.try_at, balance(ben)) == (2, "", None, 20)
    assert events.next_due() is None
    assert_books_balance()


def test_each_try_waits_longer_than_the_one_before(till, ben):
    row = failed_once(till, ben)
    waits = []
    for _ in range(8):
        row.refresh_from_db()
        waits.append(round((row.try_at - clock.real_now()).total_seconds() / 60))
        make_due()
        till.stripe.control("faults", kind="500", count=2, match="GET /v1/checkout/sessions/")
        with pytest.raises(PaymentsUnavailable):
            sweep()
    assert waits == [3, 5, 10, 20, 30, 60, 60, 60]
    assert balance(ben) == 0


def test_an_event_whose_process_died_before_it_was_done_is_done_by_the_sweep(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    signed = till.stripe.control("signed", event=till.events(purchase, "completed")[0]["id"])
    events.keep(stripe_gateway.read_event(signed["body"].encode(), signed["signature"]))
    assert (sweep(), balance(ben)) == (0, 0)
    make_due()
    assert (sweep(), balance(ben)) == (1, 20)
    assert_books_balance()


def test_after_three_days_it_is_left_to_an_operator(till, ben):
    row = failed_once(till, ben)
    StripeEvent.objects.update(received_at=clock.real_now() - timedelta(days=3, minutes=1))
    make_due()
    till.stripe.control("faults", kind="500", count=2, match="GET /v1/checkout/sessions/")
    with pytest.raises(PaymentsUnavailable):
        sweep()
    row.refresh_from_db()
    assert row.quarantine == "Tried for 3 days without success."
    assert row.error.startswith("PaymentsUnavailable")
    make_due()
    assert sweep() == 0
    assert events.replay(row) is True
    assert balance(ben) == 20
    assert_books_balance()


def test_one_that_keeps_failing_does_not_stand_before_the_others(till, ben):
    StripeEvent.objects.create(
        event_id="evt_broken",
        type="checkout.session.completed",
        payload={"livemode": False, "data": {"object": {"id": "cs_test_gone"}}},
        try_at=clock.real_now() - timedelta(hours=1),
    )
    failed_once(till, ben)
    make_due()
    assert sweep() == 2
    assert balance(ben) == 20
    assert StripeEvent.objects.get(event_id="evt_broken").error.startswith("NoSuchSession")
