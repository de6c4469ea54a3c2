"""Subscriptions by Checkout: begun, renewed by the sandbox's clock, refused, recovered, ended."""

import pytest
import stripe

from tests.stripe_sandbox.conftest import DAY, HOUR, events_of, invoices, items


def test_checkout_begins_a_subscription_and_pays_its_first_invoice(client, sandbox, subscribe, price):
    subscription = subscribe()
    assert (subscription.status, subscription.metadata["membership"]) == ("active", "m1")
    item = items(subscription)[0]
    assert (item.price.id, item.quantity) == (price.id, 1)
    assert 28 * DAY <= item.current_period_end - item.current_period_start <= 31 * DAY
    expand = {"expand": ["payments.data.payment.payment_intent"]}
    invoice = client.v1.invoices.retrieve(subscription.latest_invoice, expand)
    assert (invoice.status, invoice.billing_reason, invoice.amount_paid) == ("paid", "subscription_create", 2000)
    assert invoice.parent.subscription_details.metadata["membership"] == "m1"
    assert invoice.lines.data[0].period.end == item.current_period_end
    intent = invoice.payments.data[0].payment.payment_intent
    assert (intent.status, intent.customer) == ("succeeded", subscription.customer)
    by_intent = {"payment": {"type": "payment_intent", "payment_intent": intent.id}}
    assert client.v1.invoice_payments.list(by_intent).data[0].invoice == invoice.id
    session = client.v1.checkout.sessions.list({"subscription": subscription.id}).data[0]
    assert (session.invoice, session.payment_status, session.payment_intent) == (invoice.id, "paid", None)
    assert events_of(client, subscription.id, invoice.id, session.id) == [
        "customer.subscription.created",
        "invoice.created",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
        "customer.subscription.updated",
        "checkout.session.completed",
    ]


def test_the_card_is_kept_for_renewals(client, subscribe):
    subscription = subscribe()
    methods = client.v1.customers.payment_methods.list(subscription.customer).data
    assert [method.id for method in methods] == [subscription.default_payment_method]
    assert methods[0].card.last4 == "4242"


def test_a_declined_card_begins_nothing(client, sandbox, order, price):
    line_items = [{"price": price.id, "quantity": 1}]
    params = order(mode="subscription", line_items=line_items, payment_intent_data=None)
    session = client.v1.checkout.sessions.create(params)
    assert "Subscribe for $20.00" in sandbox.get(f"/c/pay/{session.id}")[1]
    assert "Your card was declined." in sandbox.pay(session.id, number="4000000000000002")[1]
    assert client.v1.checkout.sessions.retrieve(session.id).subscription is None
    assert sandbox.pay(session.id)[0] == 303
    done = client.v1.checkout.sessions.retrieve(session.id)
    assert client.v1.customers.retrieve(done.customer).email == "ada@example.com"


def test_three_d_secure_and_paypal_begin_one_too(client, sandbox, subscribe, order, price):
    assert subscribe(fields={"method": "paypal"}).status == "active"
    line_items = [{"price": price.id, "quantity": 1}]
    params = order(mode="subscription", line_items=line_items, payment_intent_data=None)
    session = client.v1.checkout.sessions.create(params)
    _, _, headers = sandbox.pay(session.id, number="4000002500003155")
    assert sandbox.post(headers["Location"], {"verdict": "complete"})[0] == 303
    assert client.v1.checkout.sessions.retrieve(session.id).subscription.startswith("sub_")


def test_a_renewal_is_a_draft_for_an_hour_and_then_paid(client, sandbox, subscribe):
    subscription = subscribe()
    ends = items(subscription)[0].current_period_end
    assert sandbox.move_clock(ends)["next"] <= ends + HOUR
    renewed = client.v1.subscriptions.retrieve(subscription.id)
    assert items(renewed)[0].current_period_start == ends
    draft = client.v1.invoices.retrieve(renewed.latest_invoice)
    assert (draft.status, draft.billing_reason) == ("draft", "subscription_cycle")
    assert (draft.period_end, draft.lines.data[0].period.start) == (ends, ends)
    sandbox.move_clock(ends + HOUR)
    paid = client.v1.invoices.retrieve(renewed.latest_invoice)
    assert (paid.status, paid.status_transitions.paid_at) == ("paid", ends + HOUR)
    assert paid.number.endswith("-0002")


def test_a_year_of_months_leaves_no_gap(client, sandbox, subscribe):
    subscription = subscribe()
    start = items(subscription)[0].current_period_start
    sandbox.move_clock(start + 367 * DAY)
    made = invoices(client, subscription)
    assert [invoice.status for invoice in made] == ["paid"] * 13
    ends = [invoice.lines.data[0].period.end for invoice in made]
    assert [invoice.lines.data[0].period.start for invoice in made][1:] == ends[:-1]


def test_an_annual_plan_renews_after_a_year(client, sandbox, subscribe):
    yearly = client.v1.prices.create(
        {
            "product_data": {"name": "Plus"},
            "currency": "usd",
            "unit_amount": 20000,
            "recurring": {"interval": "year"},
        }
    )
    subscription = subscribe(yearly.id)
    start = items(subscription)[0].current_period_start
    sandbox.move_clock(start + 360 * DAY)
    assert len(invoices(client, subscription)) == 1
    sandbox.move_clock(start + 367 * DAY)
    assert [invoice.amount_paid for invoice in invoices(client, subscription)] == [20000, 20000]


def test_a_failed_renewal_is_past_due_and_recovers_with_another_card(client, sandbox, subscribe):
    subscription = subscribe(fields={"number": "4000000000000341"})
    ends = items(subscription)[0].current_period_end
    sandbox.move_clock(ends + HOUR)
    behind = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})
    invoice = behind.latest_invoice
    assert (behind.status, invoice.status, invoice.attempt_count) == ("past_due", "open", 1)
    assert invoice.next_payment_attempt == ends + HOUR + 3 * DAY
    told = events_of(client, subscription.id, invoice.id)
    assert told[-2:] == ["invoice.payment_failed", "customer.subscription.updated"]
    sandbox.control("card", customer=subscription.customer, number="4242424242424242")
    sandbox.move_clock(invoice.next_payment_attempt)
    well = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})
    assert (well.status, well.latest_invoice.status, well.latest_invoice.attempt_count) == ("active", "paid", 2)


def test_an_open_invoice_may_be_paid_at_once(client, sandbox, subscribe):
    subscription = subscribe(fields={"number": "4000000000000341"})
    sandbox.move_clock(items(subscription)[0].current_period_end + HOUR)
    latest = client.v1.subscriptions.retrieve(subscription.id).latest_invoice
    with pytest.raises(stripe.CardError):
        client.v1.invoices.pay(latest)
    sandbox.control("card", customer=subscription.customer, number="4242424242424242")
    assert client.v1.invoices.pay(latest).status == "paid"
    assert client.v1.subscriptions.retrieve(subscription.id).status == "active"
    with pytest.raises(stripe.InvalidRequestError, match="already paid"):
        client.v1.invoices.pay(latest)


def test_a_renewal_that_is_never_paid_ends_the_subscription_after_a_fortnight(client, sandbox, subscribe):
    subscription = subscribe(fields={"number": "4000000000000341"})
    ends = items(subscription)[0].current_period_end
    sandbox.move_clock(ends + 13 * DAY)
    assert client.v1.subscriptions.retrieve(subscription.id).status == "past_due"
    sandbox.move_clock(ends + 15 * DAY)
    over = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})
    assert (over.status, over.cancellation_details.reason) == ("canceled", "payment_failed")
    assert (over.latest_invoice.status, over.latest_invoice.attempt_count) == ("open", 4)
    assert events_of(client, subscription.id)[-1] == "customer.subscription.deleted"
    later = sandbox.move_clock(ends + 90 * DAY)
    assert len(invoices(client, subscription)) == 2
    assert later["next"] is None or later["next"] > ends + 90 * DAY


def test_a_subscription_is_cancelled_at_once(client, subscribe):
    subscription = subscribe()
    over = client.v1.subscriptions.cancel(
        subscription.id, {"cancellation_details": {"comment": "refunded", "feedback": "unused"}}
    )
    assert (over.status, over.cancellation_details.feedback) == ("canceled", "unused")
    assert over.ended_at
    assert client.v1.subscriptions.list({"customer": subscription.customer}).data == []
    assert len(client.v1.subscriptions.list({"customer": subscription.customer, "status": "all"}).data) == 1
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.subscriptions.cancel(subscription.id)


def test_a_customer_that_goes_takes_its_subscriptions_along(client, subscribe):
    subscription = subscribe()
    assert client.v1.customers.delete(subscription.customer).deleted is True
    over = client.v1.subscriptions.retrieve(subscription.id, {"expand": ["customer"]})
    assert (over.status, over.customer.deleted) == ("canceled", True)


def test_tax_on_invoices_follows_the_customers_country(client, sandbox, subscribe, order):
    taxed = client.v1.prices.create(
        {
            "product_data": {"name": "Plus"},
            "currency": "eur",
            "unit_amount": 1190,
            "recurring": {"interval": "month"},
            "tax_behavior": "inclusive",
        }
    )
    subscription = subscribe(
        taxed.id,
        {"country": "DE"},
        automatic_tax={"enabled": True},
        customer_update={"address": "auto"},
    )
    sandbox.move_clock(items(subscription)[0].current_period_end + HOUR)
    for invoice in invoices(client, subscription):
        assert (invoice.total, invoice.total_excluding_tax, invoice.total_taxes[0].amount) == (1190, 1000, 190)


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"mode": "payment", "subscription_data": None}, "line_items"),
        ({"payment_intent_data": {"metadata": {"a": "b"}}}, "payment_intent_data"),
        ({"customer_creation": "always"}, "customer_creation"),
        ({"subscription_data": {"trial_period_days": 7}}, "subscription_data[trial_period_days]"),
        ({"line_items": [{"price": "price_nothing", "quantity": 1}]}, "line_items[0][price]"),
        ({"allow_promotion_codes": True}, "allow_promotion_codes in subscription mode"),
    ],
)
def test_subscriptions_refused(client, order, price, changes, param):
    line_items = [{"price": price.id, "quantity": 1}]
    params = order(mode="subscription", line_items=line_items, payment_intent_data=None)
    params = {name: value for name, value in (params | changes).items() if value is not None}
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.checkout.sessions.create(params)
    assert caught.value.param == param


def test_one_customer_pays_in_one_currency(client, subscribe, order):
    subscription = subscribe()
    euro = client.v1.prices.create(
        {"product_data": {"name": "Plus"}, "currency": "eur", "unit_amount": 2000, "recurring": {"interval": "month"}}
    )
    line_items = [{"price": euro.id, "quantity": 1}]
    params = order(
        mode="subscription", line_items=line_items, payment_intent_data=None, customer=subscription.customer
    )
    with pytest.raises(stripe.InvalidRequestError, match="cannot combine currencies"):
        client.v1.checkout.sessions.create(params)


def test_the_clock_goes_forward_only(sandbox):
    before = sandbox.clock()["now"]
    assert sandbox.move_clock(before - 1000)["now"] >= before
    assert sandbox.clock()["next"] is None or sandbox.clock()["next"] > before
