"""What Stripe tells of somebody who has closed the account is kept without the person, whenever it comes."""

import json

import pytest

from accounts.privacy import closing
from billing import events, fulfilment
from billing.models import Purchase, StripeEvent
from tests.billing.conftest import KEY
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db
# Who paid by Stripe's page, and how.
SAID = ("ben@example.com", "ada@example.com", "4242")


def everything(till, purchase: Purchase):
    """All of Stripe's events that name this purchase or its payment, oldest first."""
    found = json.loads(till.stripe.get("/v1/events?limit=100", **KEY)[1])["data"][::-1]
    names = (purchase.session_id, purchase.key, purchase.payment_intent or purchase.session_id)
    return [event for event in found if any(name in json.dumps(event) for name in names)]


def says_something_of(event: StripeEvent) -> bool:
    event.refresh_from_db()
    return any(said in json.dumps(event.payload) for said in SAID)


def test_what_comes_after_the_erasure_is_kept_without_the_person(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    till.come_back(ben, purchase)
    purchase.refresh_from_db()
    assert closing.close(ben, by=ben).finished_at
    told = everything(till, purchase)
    assert {"charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"} <= {e["type"] for e in told}
    assert any(said in json.dumps(told) for said in SAID)
    for event in told:
        assert till.webhook(event).status_code == 200
    kept = StripeEvent.objects.filter(event_id__in=[event["id"] for event in told])
    assert kept.count() == len(told)
    assert not [event.type for event in kept if says_something_of(event)]
    # What it was about is still known.
    assert kept.get(type="checkout.session.completed").payload["data"]["object"]["id"] == purchase.session_id
    assert_books_balance()


def test_what_is_tried_again_after_the_erasure_forgets_the_person_too(till, ben):
    """Of whom it is comes out only when it is tried: our note of the checkout was lost with a process."""
    purchase = till.buy(ben)
    till.pay(purchase)
    Purchase.objects.filter(pk=purchase.pk).update(session_id=None)
    told = till.events(purchase, "completed")[0]
    told["data"]["object"]["metadata"] = {}
    row = StripeEvent.objects.create(event_id="evt_1", type=told["type"], subject=purchase.session_id, payload=told)
    closing._begin(ben, ben, "")
    assert says_something_of(row)
    events.process(row)
    assert not says_something_of(row)


def test_what_fails_when_it_is_tried_again_forgets_the_person_too(till, ben, monkeypatch):
    purchase = till.buy(ben)
    row = StripeEvent.objects.create(
        event_id="evt_1", type="checkout.session.completed", payload=_made(purchase), subject=purchase.session_id
    )
    closing._begin(ben, ben, "")
    monkeypatch.setattr(fulfilment, "fulfil", lambda session_id: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        events.process(row)
    assert not says_something_of(row)


def test_of_somebody_who_is_there_everything_is_kept(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    told = till.events(purchase, "completed")[0]
    assert till.webhook(told).status_code == 200
    assert StripeEvent.objects.get().payload == told


def test_an_event_of_nobody_or_nothing_is_kept_as_it_is(till, ben):
    closing.close(ben, by=ben)
    for number, about in enumerate(({}, {"id": "cus_of_another_shop", "email": "dora@example.com"}, {"id": None})):
        payload = {"livemode": False, "data": {"object": about}}
        row = events.keep(_event(f"evt_{number}", payload))
        assert row.payload == payload


def _event(id: str, payload):
    return events.stripe_gateway.Event(id=id, type="customer.updated", live=False, subject="", payload=payload)


def _made(purchase: Purchase):
    about = {"id": purchase.session_id, "customer_details": {"email": "ben@example.com"}}
    return {"livemode": False, "data": {"object": about}}
