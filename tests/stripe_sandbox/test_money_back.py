"""Refunds that are decided later, refunds from the dashboard, disputes won and lost."""

import pytest
import stripe

from tests.stripe_process import StripeProcess
from tests.stripe_sandbox.conftest import HOUR, client_for, events_of, invoices, items


@pytest.fixture
def paid(client, sandbox, order):
    """The PaymentIntent of an order of 300 cents, paid by this card."""

    def pay(number="4242424242424242"):
        session = client.v1.checkout.sessions.create(order())
        assert sandbox.pay(session.id, number=number)[0] == 303
        return client.v1.checkout.sessions.retrieve(session.id).payment_intent

    return pay


def charge_of(client, intent):
    return client.v1.payment_intents.retrieve(intent, {"expand": ["latest_charge.refunds"]}).latest_charge


def refused(ask, *args) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        ask(*args)
    return caught.value


def test_a_refund_fails_after_all(client, sandbox, paid):
    intent = paid("4000000000005126")
    refund = client.v1.refunds.create({"payment_intent": intent, "metadata": {"refund": "r1"}})
    assert refund.status == "succeeded"
    assert charge_of(client, intent).refunded is True
    sandbox.control("refund-outcome", refund=refund.id)
    failed = client.v1.refunds.retrieve(refund.id)
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    charge = charge_of(client, intent)
    assert (charge.refunded, charge.amount_refunded) == (False, 0)
    assert [one.id for one in charge.refunds.data] == [refund.id]
    assert events_of(client, refund.id) == [
        "refund.created",
        "refund.updated",
        "charge.refund.updated",
        "refund.failed",
    ]
    assert client.v1.refunds.create({"payment_intent": intent, "amount": 300}).amount == 300


def test_a_refund_takes_its_time(client, sandbox, paid):
    refund = client.v1.refunds.create({"payment_intent": paid("4000000000007726")})
    assert refund.status == "pending"
    sandbox.control("refund-outcome", refund=refund.id)
    assert client.v1.refunds.retrieve(refund.id).status == "succeeded"
    assert client.v1.refunds.update(refund.id, {"metadata": {"note": "x"}}).metadata["note"] == "x"


def test_refunds_are_decided_by_themselves(tmp_path, receiver, order):
    sandbox = StripeProcess(tmp_path / "s.sqlite3", webhook_url=receiver.url, settle_after=1).start()
    try:
        client = client_for(sandbox)
        session = client.v1.checkout.sessions.create(order())
        sandbox.pay(session.id, number="4000000000005126")
        client.v1.refunds.create({"payment_intent": client.v1.checkout.sessions.retrieve(session.id).payment_intent})
        receiver.wait_for(9)
        assert "refund.failed" in receiver.types()
    finally:
        sandbox.stop()


def test_a_refund_from_the_dashboard_has_no_request_behind_it(client, sandbox, paid):
    intent = paid()
    refund = sandbox.control("refund", payment_intent=intent, amount=100)
    assert charge_of(client, intent).amount_refunded == 100
    told = client.v1.events.list({"type": "refund.created", "limit": 1}).data[0]
    assert (told.data.object["id"], told.request.id) == (refund, None)


def test_a_dispute_takes_the_money_and_is_lost(client, sandbox, paid):
    intent = paid("4000000000000259")
    dispute = client.v1.disputes.list({"payment_intent": intent}).data[0]
    assert (dispute.status, dispute.amount, dispute.reason) == ("needs_response", 300, "fraudulent")
    assert charge_of(client, intent).disputed is True
    assert refused(client.v1.refunds.create, {"payment_intent": intent}).code == "charge_disputed"
    sandbox.control("dispute-outcome", dispute=dispute.id, outcome="lost")
    assert client.v1.disputes.retrieve(dispute.id).status == "lost"
    assert refused(client.v1.refunds.create, {"payment_intent": intent}).code == "charge_disputed"
    assert events_of(client, dispute.id) == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.closed",
    ]


def test_a_dispute_after_a_part_refund_is_won(client, sandbox, paid):
    intent = paid()
    client.v1.refunds.create({"payment_intent": intent, "amount": 100})
    identifier = sandbox.control("dispute", payment_intent=intent, reason="product_not_received")
    dispute = client.v1.disputes.retrieve(identifier, {"expand": ["charge"]})
    assert (dispute.amount, dispute.charge.amount_refunded) == (200, 100)
    sandbox.control("dispute-outcome", dispute=identifier, outcome="won")
    assert events_of(client, identifier)[-1] == "charge.dispute.funds_reinstated"
    assert client.v1.refunds.create({"payment_intent": intent}).amount == 200


def test_evidence_speaks(client, paid):
    for words, status in (("winning_evidence", "won"), ("losing_evidence", "lost"), ("a letter", "under_review")):
        dispute = client.v1.disputes.list({"payment_intent": paid("4000000000000259")}).data[0]
        told = client.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": words}})
        assert told.status == status
    assert client.v1.disputes.close(dispute.id).status == "lost"
    assert "closed" in refused(client.v1.disputes.update, dispute.id, {"metadata": {"a": "b"}}).user_message


def test_an_inquiry_takes_nothing(client, sandbox, paid):
    intent = paid("4000000000001976")
    dispute = client.v1.disputes.list({"payment_intent": intent}).data[0]
    assert dispute.status == "warning_needs_response"
    assert events_of(client, dispute.id) == ["charge.dispute.created"]
    assert client.v1.refunds.create({"payment_intent": intent}).status == "succeeded"
    sandbox.control("dispute-outcome", dispute=dispute.id, outcome="lost")
    assert client.v1.disputes.retrieve(dispute.id).status == "warning_closed"


def test_a_renewal_may_be_disputed_and_refunded_too(client, sandbox, subscribe):
    subscription = subscribe()
    sandbox.control("card", customer=subscription.customer, number="4000000000000259")
    sandbox.move_clock(items(subscription)[0].current_period_end + HOUR)
    first, second = invoices(client, subscription)

    def intent(invoice):
        return client.v1.invoice_payments.list({"invoice": invoice.id}).data[0].payment.payment_intent

    assert len(client.v1.disputes.list({"payment_intent": intent(second)}).data) == 1
    assert client.v1.refunds.create({"payment_intent": intent(first)}).amount == 2000


def test_nothing_is_disputed_twice(client, sandbox, paid):
    intent = paid("4000000000000259")
    status, body, _ = sandbox.post("/__control/dispute", {})
    assert status == 400
    status, body, _ = sandbox._send("POST", "/__control/dispute", f'{{"payment_intent": "{intent}"}}'.encode(), {})
    assert (status, "disputed already" in body) == (400, True)
