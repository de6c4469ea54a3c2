"""Stripe's customer of a wallet may be deleted in its dashboard, or belong to the other kind of keys."""

import json

from billing import stripe_gateway
from billing.models import StripeCustomer
from tests.billing.conftest import KEY, balance
from tests.books import assert_books_balance


def known_to_stripe(person) -> str:
    payer = stripe_gateway.Payer(person.wallet.pk, person.name, person.email, person.language)
    customer = stripe_gateway.create_customer(payer, idempotency_key=f"customer-{person.pk}")
    StripeCustomer.objects.create(wallet=person.wallet, customer_id=customer)
    return customer


def test_a_customer_deleted_at_stripe_does_not_stand_in_the_way_of_buying(till, ben):
    customer = known_to_stripe(ben)
    assert till.stripe.delete(f"/v1/customers/{customer}", **KEY)[0] == 200
    purchase = till.buy(ben)
    session = json.loads(till.stripe.get(f"/v1/checkout/sessions/{purchase.session_id}", **KEY)[1])
    assert (session["customer"], session["customer_email"]) == (None, ben.email)
    assert purchase.attempt == 2
    assert not StripeCustomer.objects.exists()
    till.pay(purchase)
    till.come_back(ben, purchase)
    assert balance(ben) == 20
    assert_books_balance()


def test_a_customer_of_other_keys_is_not_used(till, ben):
    known_to_stripe(ben)
    StripeCustomer.objects.update(live=True)
    purchase = till.buy(ben)
    session = json.loads(till.stripe.get(f"/v1/checkout/sessions/{purchase.session_id}", **KEY)[1])
    assert (session["customer"], session["customer_email"]) == (None, ben.email)
