"""Whoever closes the account has a membership no more, at Stripe either; what Stripe said of them is taken out."""

import json

from accounts.models import User
from accounts.privacy import closing
from billing import stripe_gateway
from billing.models import Membership, StripeCustomer, StripeEvent
from tests.books import assert_books_balance


def test_the_membership_ends_and_stripes_words_are_emptied(desk, ben):
    row = desk.join(ben)
    told = desk.events("checkout.session.completed")[-1]
    told["data"]["object"]["customer_details"] = {"email": "ben@example.com", "name": "Ben"}
    StripeEvent.objects.create(event_id=told["id"], type=told["type"], subject=row.session_id, payload=told)
    said = closing.preview(User.objects.get(pk=ben.pk)).effects
    assert "Your membership Freelancer Plus ends at once; what is paid is not paid back." in said
    assert closing.close(ben, by=ben).finished_at
    row.refresh_from_db()
    assert row.status == Membership.Status.ENDED
    assert desk.events("customer.subscription.deleted")
    # Stripe forgets whom it was; our number of it stays, for refunds.
    customer = StripeCustomer.objects.get(wallet__person=ben)
    [deleted] = desk.events("customer.deleted")
    assert deleted["data"]["object"]["id"] == customer.customer_id
    stripe_gateway.delete_customer(customer.customer_id)
    assert len(desk.events("customer.deleted")) == 1
    for event in StripeEvent.objects.all():
        assert "ben@example.com" not in json.dumps(event.payload)
    assert_books_balance()
