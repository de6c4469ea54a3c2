"""What waits too long rings: on the health page, on the operators' first page, and by mail once a day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from billing.models import Dispute, Refund, StripeEvent
from common import clock, sweeps
from common.models import Mail, Notice
from tests.money_back.counter import give_back, paid, tell

pytestmark = pytest.mark.django_db


def event(number: int = 1, **fields) -> StripeEvent:
    return StripeEvent.objects.create(
        event_id=f"evt_{number}", type="checkout.session.completed", payload={"livemode": False}, **fields
    )


def long_ago(minutes: int = 40):
    return clock.real_now() - timedelta(minutes=minutes)


def health(client) -> dict:
    parts = client.get("/healthz/", headers={"accept": "application/json"}).json()["parts"]
    return next(part for part in parts if part["name"] == "payments")


def test_nothing_rings_while_nothing_waits(client):
    event(1)
    event(2, received_at=long_ago(), processed_at=clock.real_now())
    assert health(client) == {"name": "payments", "ok": True, "says": "nothing waits too long", "seconds": None}


def test_an_event_that_waits_too_long_rings(client, desk):
    event(received_at=long_ago())
    assert health(client) == {
        "name": "payments",
        "ok": False,
        "says": "Stripe events not processed: 1, the oldest for 40 min",
        "seconds": None,
    }
    assert "Stripe events not processed" in desk.get(reverse("admin:index")).content.decode()


def test_one_in_quarantine_rings_at_once(client):
    event(quarantine="amount: Stripe says 1, we say 300")
    assert health(client)["says"].startswith("Stripe events in quarantine: 1")


def test_operators_are_mailed_once_a_day(ada, olga):
    event(received_at=long_ago(3 * 60), quarantine="live")
    for _ in range(3):
        assert sweeps.run(sweeps.named("billing.alarms"), clock.now()) == 1
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (olga.email, "Payments: something waits for an operator")
    assert "Stripe events in quarantine: 1, the oldest for 3 hours" in mail.text
    assert "/admin/billing/stripeevent/?state=quarantine" in mail.text
    assert Notice.objects.get().person == olga


def test_a_dispute_that_nobody_answers_rings_before_it_is_too_late(till, ben, client):
    purchase = paid(till, ben)
    tell(till, "charge.dispute.created", till.stripe.control("dispute", payment_intent=purchase.payment_intent))
    assert health(client)["ok"]
    Dispute.objects.update(answer_by=clock.real_now() + timedelta(days=1))
    assert health(client)["says"].startswith("Disputes to answer within two days: 1")


def test_a_refund_that_stripe_has_not_taken_rings(till, ben, olga, client):
    till.stripe.control("faults", kind="500", count=2, match="POST /v1/refunds")
    refund = give_back(paid(till, ben), 300, by=olga)
    assert health(client)["ok"]
    Refund.objects.filter(pk=refund.pk).update(created_at=clock.now() - timedelta(minutes=45))
    assert health(client)["says"] == "Refunds Stripe has not taken: 1, the oldest for 45 min"
