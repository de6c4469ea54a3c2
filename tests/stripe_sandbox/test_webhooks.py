"""Signed webhooks: the official SDK accepts them, they are retried, and they survive a restart."""

import json
import time

import pytest
import stripe

from tests.stripe_process import SECRET, StripeProcess
from tests.stripe_sandbox.conftest import client_for


@pytest.fixture
def paid(sending, order) -> str:
    session = client_for(sending).v1.checkout.sessions.create(order())
    sending.pay(session.id)
    return session.id


def completed(receiver) -> list[dict]:
    return [event for event in map(json.loads, bodies(receiver)) if event["type"] == "checkout.session.completed"]


def bodies(receiver) -> list[bytes]:
    return [body for body, _ in receiver.heard]


def test_every_event_arrives_with_a_signature_that_the_sdk_accepts(paid, receiver):
    receiver.wait_for(4)
    for body, signature in receiver.heard:
        event = stripe.Webhook.construct_event(body, signature, SECRET)
        assert event.api_version == "2026-10-28.endive"
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(receiver.heard[0][0], receiver.heard[0][1], "whsec_other")


def test_what_was_not_taken_comes_again(sending, receiver, order):
    receiver.answers = [500, 500, 500, 500]
    session = client_for(sending).v1.checkout.sessions.create(order())
    sending.pay(session.id)
    receiver.wait_for(8)
    assert len(completed(receiver)) == 2
    assert completed(receiver)[0]["id"] == completed(receiver)[1]["id"]


def test_again_twice_late_and_drop(sending, receiver, paid):
    receiver.wait_for(4)
    event = completed(receiver)[0]["id"]
    sending.post(f"/desk/events/{event}", {"verb": "again"})
    receiver.wait_for(5)
    sending.post(f"/desk/events/{event}", {"verb": "twice"})
    receiver.wait_for(7)
    sending.control("pause", paused=True)
    sending.post(f"/desk/events/{event}", {"verb": "again"})
    sending.post(f"/desk/events/{event}", {"verb": "drop"})
    sending.control("pause", paused=False)
    sending.post(f"/desk/events/{event}", {"verb": "late"})
    assert sending.control("drain") is True
    time.sleep(0.3)
    assert len(completed(receiver)) == 4
    desk = sending.get("/")[1]
    assert "dropped" in desk
    assert "waiting at" in desk


def test_paused_webhooks_wait(sending, receiver, order):
    sending.control("pause", paused=True)
    session = client_for(sending).v1.checkout.sessions.create(order())
    sending.pay(session.id)
    time.sleep(0.5)
    assert receiver.heard == []
    sending.post("/desk/webhooks", {"verb": "resume"})
    receiver.wait_for(4)


def test_a_killed_sandbox_delivers_after_its_restart(sending, receiver, order):
    sending.control("pause", paused=True)
    session = client_for(sending).v1.checkout.sessions.create(order())
    sending.pay(session.id)
    sending.stop(hard=True)
    sending.start()
    assert receiver.heard == []
    sending.control("pause", paused=False)
    receiver.wait_for(4)
    assert completed(receiver)[0]["data"]["object"]["id"] == session.id


def test_the_desk_lists_sessions_and_shows_an_event(sending, receiver, paid):
    receiver.wait_for(4)
    assert sending.control("drain") is True
    desk = sending.get("/")[1]
    assert "complete, paid" in desk
    assert "delivered: 200" in desk
    shown = sending.get(f"/events/{completed(receiver)[0]['id']}")[1]
    assert "checkout.session.completed" in shown


@pytest.mark.parametrize("path", ["/nowhere", "/c/pay/cs_test_nothing", "/events/evt_nothing", "/c/pay/x/3ds"])
def test_missing_pages_are_404(sandbox, path):
    assert sandbox.get(path)[0] == 404


def test_a_bank_debit_settles_by_itself(tmp_path, receiver, order):
    sandbox = StripeProcess(tmp_path / "s.sqlite3", webhook_url=receiver.url, settle_after=1).start()
    try:
        session = client_for(sandbox).v1.checkout.sessions.create(order())
        sandbox.pay(session.id, method="us_bank_account", account="succeeded")
        receiver.wait_for(7)
        assert "checkout.session.async_payment_succeeded" in receiver.types()
    finally:
        sandbox.stop()
