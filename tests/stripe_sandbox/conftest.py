"""The sandbox in its own process, the official SDK in front of it, a small receiver behind its webhooks."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stripe

from tests.stripe_process import StripeProcess


class Receiver:
    """What a shop's webhook address heard. `answers` are the statuses it gives, 200 when they run out."""

    def __init__(self) -> None:
        self.heard: list[tuple[bytes, str]] = []
        self.answers: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append((body, self.headers["Stripe-Signature"]))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/stripe/webhook/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def types(self) -> list[str]:
        return [json.loads(body)["type"] for body, _ in self.heard]

    def wait_for(self, count: int) -> None:
        deadline = time.monotonic() + 15
        while len(self.heard) < count and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.heard) >= count, self.types()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.stop()


@pytest.fixture(scope="session")
def shared_sandbox(tmp_path_factory) -> Iterator[StripeProcess]:
    sandbox = StripeProcess(tmp_path_factory.mktemp("stripe") / "stripe.sqlite3").start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox(shared_sandbox) -> StripeProcess:
    """One that has nowhere to send its webhooks."""
    shared_sandbox.control("reset")
    return shared_sandbox


@pytest.fixture
def sending(tmp_path, receiver) -> Iterator[StripeProcess]:
    """One that sends its webhooks to the receiver."""
    sandbox = StripeProcess(tmp_path / "stripe.sqlite3", webhook_url=receiver.url).start()
    yield sandbox
    sandbox.stop()


def client_for(sandbox: StripeProcess, key: str = "sk_test_of_ada", retries: int = 0) -> stripe.StripeClient:
    return stripe.StripeClient(key, base_addresses={"api": sandbox.url}, max_network_retries=retries)


@pytest.fixture
def client(sandbox) -> stripe.StripeClient:
    return client_for(sandbox)


@pytest.fixture
def order() -> Callable[..., dict[str, Any]]:
    """Parameters of an order of 20 Connects, with changes."""

    def make(**changes: Any) -> dict[str, Any]:
        params: dict[str, Any] = {
            "mode": "payment",
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": "usd",
                        "unit_amount": 300,
                        "product_data": {"name": "20 Connects"},
                    },
                }
            ],
            "success_url": "http://shop.example/return/?session_id={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://shop.example/buy/",
            "client_reference_id": "purchase-7",
            "metadata": {"purchase": "7"},
            "payment_intent_data": {"metadata": {"purchase": "7"}},
        }
        params |= changes
        return {name: value for name, value in params.items() if value is not None}

    return make


HOUR, DAY = 3600, 86_400


@pytest.fixture
def price(client):
    made = client.v1.prices.create(
        {
            "product_data": {"name": "Plus"},
            "currency": "usd",
            "unit_amount": 2000,
            "recurring": {"interval": "month"},
        }
    )
    return made


@pytest.fixture
def subscribe(client, sandbox, order, price):
    """Begin a subscription on the payment page; `fields` are what is typed there."""
    begun = []

    def make(price_id=None, fields=None, **changes):
        customer = client.v1.customers.create({"email": "ada@example.com", "metadata": {"wallet": "7"}})
        params = order(
            mode="subscription",
            line_items=[{"price": price_id or price.id, "quantity": 1}],
            payment_intent_data=None,
            customer=customer.id,
            subscription_data={"metadata": {"membership": "m1"}},
        )
        session = client.v1.checkout.sessions.create(params | changes)
        status = sandbox.pay(session.id, **(fields or {}))[0]
        assert status == 303
        done = client.v1.checkout.sessions.retrieve(session.id)
        begun.append(done.subscription)
        return client.v1.subscriptions.retrieve(done.subscription)

    yield make
    for identifier in begun:
        if client.v1.subscriptions.retrieve(identifier).status != "canceled":
            client.v1.subscriptions.cancel(identifier)


def items(subscription):
    """Not `.items`: that is a method of a dictionary."""
    return subscription["items"].data


def invoices(client, subscription):
    """Oldest first."""
    return client.v1.invoices.list({"subscription": subscription.id, "limit": 100}).data[::-1]


def events_of(client, *ids):
    newest = client.v1.events.list({"limit": 100}).data
    return [event.type for event in newest if event.data.object["id"] in ids][::-1]
