"""What does not match what we know waits for an operator, who puts it right and replays it, or dismisses it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from billing import services
from billing.models import StripeEvent
from common import clock, sweeps
from tests.billing.conftest import balance
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


def quarantined(till, person, **fields):
    """A paid purchase of which Stripe says something else, and the event that told of it."""
    purchase = till.buy(person)
    till.pay(purchase)
    till.tamper(purchase, **fields)
    assert till.webhook(till.events(purchase, "completed")[0]).status_code == 200
    return purchase, StripeEvent.objects.get(subject=purchase.session_id)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"amount_total": 1}, "amount"),
        ({"currency": "jpy"}, "currency"),
        ({"client_reference_id": "G-999999"}, "number"),
        ({"mode": "setup"}, "mode"),
        ({"livemode": True}, "live"),
    ],
)
def test_what_does_not_match_waits_in_quarantine(till, ben, fields, word):
    purchase, row = quarantined(till, ben, **fields)
    assert row.quarantine.startswith(f"Purchase {purchase.number}: {word}: Stripe says")
    assert (row.processed_at, row.try_at, balance(ben)) == (None, None, 0)
    assert_books_balance()


def test_sent_again_it_stays_there(till, ben):
    purchase, row = quarantined(till, ben, amount_total=1)
    till.tamper(purchase, amount_total=300)
    assert till.webhook(till.events(purchase, "completed")[0]).status_code == 200
    sweeps.run(sweeps.named("billing.events"), clock.now() + timedelta(days=9))
    row.refresh_from_db()
    assert (row.attempts, balance(ben)) == (1, 0)


def test_a_replay_credits_once_it_has_been_put_right(till, ben, desk):
    purchase, row = quarantined(till, ben, amount_total=1)
    replay = reverse("admin:billing_stripeevent_replay", args=[row.pk])
    page = desk.post(replay, {"reason": "Try"})
    assert "It failed again: Purchase" in page.content.decode()
    till.tamper(purchase, amount_total=300)
    for _ in range(2):
        desk.post(replay, {"reason": "Put right at Stripe"})
    row.refresh_from_db()
    assert (row.quarantine, row.error, balance(ben)) == ("", "", 20)
    assert row.processed_at is not None
    assert_books_balance()


def test_looking_at_the_purchase_again_settles_its_event_too(till, ben):
    purchase, row = quarantined(till, ben, amount_total=1)
    till.tamper(purchase, amount_total=300)
    purchase.refresh_from_db()
    services.look_again(purchase)
    row.refresh_from_db()
    assert (row.state, balance(ben)) == ("Done", 20)
    assert_books_balance()


def test_an_operator_dismisses_it_with_a_reason(till, ben, desk, olga):
    _, row = quarantined(till, ben, amount_total=1)
    dismiss = reverse("admin:billing_stripeevent_dismiss", args=[row.pk])
    desk.post(dismiss, {"reason": ""})
    row.refresh_from_db()
    assert row.quarantine
    desk.post(dismiss, {"reason": "A test of the bank"})
    row.refresh_from_db()
    assert (row.state, row.error) == ("Done", f"Dismissed by {olga}: A test of the bank")
    assert "processed or dismissed meanwhile" in desk.post(dismiss, {"reason": "Again"}).content.decode()
    assert balance(ben) == 0


def test_operators_see_what_is_in_quarantine(till, ben, desk):
    _, row = quarantined(till, ben, amount_total=1)
    for state, shown in (("quarantine", True), ("waiting", False), ("failed", False), ("done", False), ("", True)):
        page = desk.get(reverse("admin:billing_stripeevent_changelist"), {"state": state} if state else {})
        assert (row.event_id in page.content.decode()) is shown, state
    detail = desk.get(reverse("admin:billing_stripeevent_change", args=[row.pk])).content.decode()
    assert "In quarantine" in detail
    assert "checkout.session.completed" in detail


@pytest.mark.parametrize("act", ["replay", "dismiss"])
def test_only_operators_replay_and_dismiss(till, ben, client, act):
    _, row = quarantined(till, ben, amount_total=1)
    client.force_login(ben)
    address = reverse(f"admin:billing_stripeevent_{act}", args=[row.pk])
    assert client.post(address, {"reason": "Mine"}).status_code in (302, 403)
    row.refresh_from_db()
    assert row.quarantine
