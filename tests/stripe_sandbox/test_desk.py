"""The desk: every kind of thing with its buttons, and the clock."""

import pytest

from tests.stripe_sandbox.conftest import DAY, items


@pytest.fixture
def paid(client, sandbox, order):
    session = client.v1.checkout.sessions.create(order(client_reference_id="G-000042"))
    sandbox.pay(session.id)
    return client.v1.checkout.sessions.retrieve(session.id)


def press(sandbox, subject, identifier, verb):
    return sandbox.post(f"/desk/{subject}/{identifier}", {"verb": verb})


def test_a_payment_is_refunded_and_the_refund_fails(client, sandbox, paid):
    assert "G-000042" in sandbox.get("/")[1]
    assert press(sandbox, "sessions", paid.id, "refund")[0] == 303
    refund = client.v1.refunds.list({"payment_intent": paid.payment_intent}).data[0]
    assert "Fails after all" in sandbox.get("/")[1]
    press(sandbox, "refunds", refund.id, "failed")
    assert client.v1.refunds.retrieve(refund.id).status == "failed"
    status, page, _ = press(sandbox, "refunds", refund.id, "failed")
    assert (status, "That cannot be done" in page) == (400, True)


def test_a_payment_is_disputed_and_the_dispute_is_won(client, sandbox, paid):
    press(sandbox, "sessions", paid.id, "dispute")
    dispute = client.v1.disputes.list({"payment_intent": paid.payment_intent}).data[0]
    press(sandbox, "disputes", dispute.id, "won")
    assert client.v1.disputes.retrieve(dispute.id).status == "won"


def test_a_subscription_renews_fails_and_ends(client, sandbox, subscribe):
    subscription = subscribe()
    page = sandbox.get("/")[1]
    assert "To its renewal" in page
    press(sandbox, "subscriptions", subscription.id, "renew")
    latest = client.v1.subscriptions.retrieve(subscription.id).latest_invoice
    assert client.v1.invoices.retrieve(latest).status == "paid"
    press(sandbox, "invoices", latest, "refund")
    press(sandbox, "subscriptions", subscription.id, "bad-card")
    press(sandbox, "subscriptions", subscription.id, "renew")
    assert client.v1.subscriptions.retrieve(subscription.id).status == "past_due"
    press(sandbox, "subscriptions", subscription.id, "good-card")
    press(sandbox, "invoices", client.v1.subscriptions.retrieve(subscription.id).latest_invoice, "ask")
    assert client.v1.subscriptions.retrieve(subscription.id).status == "active"
    press(sandbox, "subscriptions", subscription.id, "end")
    assert client.v1.subscriptions.retrieve(subscription.id).status == "canceled"
    assert press(sandbox, "subscriptions", subscription.id, "renew")[0] == 400


def test_the_clock_is_moved_by_hand(sandbox, subscribe):
    subscription = subscribe()
    before = sandbox.clock()
    assert before["next"] <= items(subscription)[0].current_period_end
    sandbox.post("/desk/clock", {"verb": "day"})
    assert sandbox.clock()["now"] - before["now"] == pytest.approx(DAY, abs=5)
    sandbox.post("/desk/clock", {"verb": "next"})
    assert sandbox.clock()["now"] >= before["next"]


@pytest.mark.parametrize(("subject", "verb"), [("gifts", "give"), ("sessions", "vanish"), ("disputes", "draw")])
def test_there_are_no_other_buttons(sandbox, subject, verb):
    assert press(sandbox, subject, "x", verb)[0] == 404
