"""The customer portal and the hosted page of an invoice."""

import re

import pytest
import stripe

from tests.stripe_process import CARD
from tests.stripe_sandbox.conftest import HOUR, invoices, items


@pytest.fixture
def let_in(client, sandbox):
    """The path of a portal for this customer."""

    def open_portal(customer, **features):
        offered = {
            "invoice_history": {"enabled": True},
            "payment_method_update": {"enabled": True},
            "customer_update": {"enabled": True, "allowed_updates": ["email", "name", "address"]},
            "subscription_cancel": {"enabled": True},
        }
        configuration = client.v1.billing_portal.configurations.create({"features": offered | features})
        session = client.v1.billing_portal.sessions.create(
            {
                "customer": customer,
                "configuration": configuration.id,
                "return_url": "http://shop.example/settings/membership/",
            }
        )
        return session.url.removeprefix(sandbox.url)

    return open_portal


def test_the_portal_shows_plan_card_and_invoices(client, sandbox, subscribe, let_in):
    subscription = subscribe()
    status, page, _ = sandbox.get(let_in(subscription.customer))
    assert status == 200
    for words in ("Plus", "$20.00 a month, active, renews on", "Visa ending in 4242", "Pays your invoices", "-0001"):
        assert words in page
    assert 'href="http://shop.example/settings/membership/"' in page


def test_another_card_pays_from_now_on(client, sandbox, subscribe, let_in):
    subscription = subscribe(fields={"number": "4000000000000341"})
    address = let_in(subscription.customer)
    assert "card number is incomplete" in sandbox.post(address, CARD | {"go": "add", "number": "42"})[1]
    assert "Your card was declined." in sandbox.post(address, {"go": "add", "quick": "4000000000000002"})[1]
    assert sandbox.post(address, CARD | {"go": "add"})[0] == 303
    changed = client.v1.subscriptions.retrieve(subscription.id)
    assert changed.default_payment_method != subscription.default_payment_method
    sandbox.move_clock(items(subscription)[0].current_period_end + HOUR)
    assert invoices(client, subscription)[-1].status == "paid"
    kept = {"go": f"remove:{changed.default_payment_method}"}
    assert "cannot be removed" in sandbox.post(address, kept)[1]
    assert sandbox.post(address, {"go": f"remove:{subscription.default_payment_method}"})[0] == 303
    held = client.v1.customers.payment_methods.list(subscription.customer).data
    assert [method.id for method in held] == [changed.default_payment_method]


def test_the_plan_is_ended_and_kept_in_the_portal(client, sandbox, subscribe, let_in):
    subscription = subscribe()
    address = let_in(subscription.customer)
    sandbox.post(address, {"go": f"end:{subscription.id}"})
    assert client.v1.subscriptions.retrieve(subscription.id).cancel_at_period_end is True
    assert "Keep the plan" in sandbox.get(address)[1]
    sandbox.post(address, {"go": f"keep:{subscription.id}"})
    assert client.v1.subscriptions.retrieve(subscription.id).cancel_at is None


def test_what_is_switched_off_is_not_there(client, sandbox, subscribe, let_in):
    subscription = subscribe()
    address = let_in(subscription.customer, subscription_cancel={"enabled": False})
    assert "Cancel the plan" not in sandbox.get(address)[1]
    sandbox.post(address, {"go": f"end:{subscription.id}"})
    assert client.v1.subscriptions.retrieve(subscription.id).cancel_at is None


def test_nobody_touches_what_is_another_customers(client, sandbox, subscribe, let_in):
    mine, theirs = subscribe(), subscribe()
    assert sandbox.post(let_in(mine.customer), {"go": f"end:{theirs.id}"})[0] == 404
    assert sandbox.get("/p/session/test_nothing")[0] == 404


def test_billing_details_are_saved(client, sandbox, subscribe, let_in):
    customer = subscribe().customer
    details = {"go": "details", "email": "ada@work.example", "name": "Ada Ltd", "city": "Berlin", "country": "de"}
    assert sandbox.post(let_in(customer), details)[0] == 303
    held = client.v1.customers.retrieve(customer)
    assert (held.email, held.name, held.address.country) == ("ada@work.example", "Ada Ltd", "DE")


def test_a_portal_without_configuration_and_one_straight_to_the_card(client, sandbox):
    customer = client.v1.customers.create({"email": "ada@example.com"})
    session = client.v1.billing_portal.sessions.create(
        {"customer": customer.id, "flow_data": {"type": "payment_method_update"}}
    )
    assert session.flow.type == "payment_method_update"
    assert sandbox.get(session.url.removeprefix(sandbox.url))[0] == 200


def test_configurations_are_found_by_what_is_written_on_them(client):
    made = client.v1.billing_portal.configurations.create(
        {"features": {"invoice_history": {"enabled": True}}, "metadata": {"site": "guildhall"}}
    )
    listed = client.v1.billing_portal.configurations.list({"active": True, "limit": 100}).data
    assert made.id in [one.id for one in listed if one.metadata.to_dict() == {"site": "guildhall"}]
    off = client.v1.billing_portal.configurations.update(made.id, {"active": False, "name": "Old"})
    assert (off.active, off.name) == (False, "Old")


@pytest.mark.parametrize(
    ("features", "param"),
    [
        ({"subscription_update": {"enabled": True}}, "features[subscription_update][enabled]=true"),
        ({"customer_update": {"enabled": True}}, "features[customer_update][allowed_updates]"),
        ({"gifts": {"enabled": True}}, "features[gifts]"),
    ],
)
def test_configurations_refused(client, features, param):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.billing_portal.configurations.create({"features": features})
    assert caught.value.param == param


def test_an_open_invoice_is_paid_on_its_own_page(client, sandbox, subscribe):
    subscription = subscribe(fields={"number": "4000000000000341"})
    sandbox.move_clock(items(subscription)[0].current_period_end + HOUR)
    invoice = invoices(client, subscription)[-1]
    address = invoice.hosted_invoice_url.removeprefix(sandbox.url)
    page = sandbox.get(address)[1]
    assert "Pay $20.00" in page
    assert "Your card was declined." in sandbox.post(address, {"quick": "4000000000000002"})[1]
    assert sandbox.post(address, {"quick": "4242424242424242"})[0] == 303
    assert client.v1.invoices.retrieve(invoice.id).status == "paid"
    assert client.v1.subscriptions.retrieve(subscription.id).status == "active"
    assert "Pay this invoice" not in sandbox.get(address)[1]


def test_an_invoice_comes_on_paper_too(client, sandbox, subscribe):
    invoice = invoices(client, subscribe())[0]
    status, body, headers = sandbox.get(invoice.invoice_pdf.removeprefix(sandbox.url))
    assert (status, headers["Content-Type"]) == (200, "application/pdf")
    assert body.startswith("%PDF-1.4")
    assert re.search(r"Invoice \w+-0001", body)
    assert sandbox.get("/i/nothing")[0] == 404
