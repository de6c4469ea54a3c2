"""POST /v1/checkout/sessions: what it makes, and what it refuses in Stripe's words."""

import time

import pytest
import stripe

from tests.stripe_sandbox.conftest import client_for


def refused(client, params) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.checkout.sessions.create(params)
    return caught.value


PRICE = "line_items[0][price_data]"
ITEM = {"currency": "usd", "unit_amount": 300, "product_data": {"name": "20 Connects"}}


def item(**price_data):
    return [{"quantity": 1, "price_data": ITEM | price_data}]


def test_a_new_session_is_open_unpaid_and_has_a_page(client, sandbox, order):
    session = client.v1.checkout.sessions.create(order())
    assert (session.status, session.payment_status) == ("open", "unpaid")
    assert (session.amount_total, session.currency, session.mode) == (300, "usd", "payment")
    assert session.payment_intent is None
    assert session.url == f"{sandbox.url}/c/pay/{session.id}"
    assert session.expires_at == pytest.approx(time.time() + 86400, abs=10)
    assert session.livemode is False


def test_a_session_is_found_again_with_its_line_items(client, order):
    made = client.v1.checkout.sessions.create(order())
    found = client.v1.checkout.sessions.retrieve(made.id, {"expand": ["line_items"]})
    assert found.line_items.data[0].description == "20 Connects"
    listed = client.v1.checkout.sessions.line_items.list(made.id)
    assert [line.amount_total for line in listed.data] == [300]


def test_quantities_multiply(client, order):
    params = order(line_items=[item()[0] | {"quantity": 3}])
    assert client.v1.checkout.sessions.create(params).amount_total == 900


@pytest.mark.parametrize(
    ("changes", "param", "code"),
    [
        ({"colour": "red"}, "colour", "parameter_unknown"),
        ({"payment_method_types": ["card"]}, "payment_method_types", "parameter_unknown"),
        ({"mode": None}, "mode", "parameter_missing"),
        ({"mode": "gift"}, "mode", None),
        ({"success_url": None}, "success_url", "parameter_missing"),
        ({"success_url": "shop.example/thanks"}, "success_url", "url_invalid"),
        ({"line_items": None}, "line_items", "parameter_missing"),
        ({"client_reference_id": "x" * 201}, "client_reference_id", None),
        ({"client_reference_id": ""}, "client_reference_id", "parameter_invalid_empty"),
        ({"customer": "cus_1", "customer_email": "a@b.example"}, "customer", None),
        ({"customer": "cus_nobody"}, "customer", "resource_missing"),
        ({"customer_email": "nobody"}, "customer_email", "email_invalid"),
        ({"metadata": {"x" * 41: "y"}}, "metadata", None),
        ({"metadata": {"x": "y" * 501}}, "metadata[x]", None),
        ({"line_items": item(unit_amount=49)}, "line_items", "amount_too_small"),
        ({"line_items": item(unit_amount=-1)}, f"{PRICE}[unit_amount]", "parameter_invalid_integer"),
        ({"line_items": item(unit_amount="3.5")}, f"{PRICE}[unit_amount]", "parameter_invalid_integer"),
        ({"line_items": item(currency="xxx")}, f"{PRICE}[currency]", None),
        ({"line_items": item(product_data={})}, f"{PRICE}[product_data]", "parameter_missing"),
        ({"line_items": [{"price_data": ITEM}]}, "line_items[0][quantity]", "parameter_missing"),
        ({"line_items": item() + item(currency="eur")}, "line_items", None),
        ({"payment_intent_data": {"tip": "1"}}, "payment_intent_data[tip]", "parameter_unknown"),
    ],
)  # fmt: skip
def test_it_refuses_what_stripe_refuses(client, order, changes, param, code):
    error = refused(client, order(**changes))
    assert (error.param, error.code) == (param, code)
    assert error.http_status == 400
    assert error.request_id.startswith("req_")
    body = error.json_body["error"]
    assert body["type"] == "invalid_request_error"
    assert ("doc_url" in body) == (code is not None)


@pytest.mark.parametrize("ahead", [60, 29 * 60, 24 * 3600 + 60])
def test_a_session_lives_between_half_an_hour_and_a_day(client, order, ahead):
    assert refused(client, order(expires_at=int(time.time()) + ahead)).param == "expires_at"


def test_an_expiry_of_its_own_is_kept(client, order):
    at = int(time.time()) + 3600
    assert client.v1.checkout.sessions.create(order(expires_at=at)).expires_at == at


def test_what_is_not_modelled_is_refused_aloud(client, order):
    assert "does not model" in refused(client, order(mode="setup")).user_message
    assert "does not model" in refused(client, order(invoice_creation={"enabled": True})).user_message


@pytest.mark.parametrize("key", ["sk_live_of_ada", "pk_test_of_ada", "rubbish"])
def test_only_test_keys_are_let_in(sandbox, order, key):
    with pytest.raises(stripe.AuthenticationError):
        client_for(sandbox, key).v1.checkout.sessions.create(order())


def test_no_key_is_no_entry(sandbox):
    status, body, headers = sandbox.get("/v1/events")
    assert status == 401
    assert "You did not provide an API key" in body
    assert headers["WWW-Authenticate"].startswith("Bearer")


def test_another_version_of_the_api_is_not_spoken(sandbox):
    old = {"Authorization": "Bearer sk_test_x", "Stripe-Version": "2020-08-27"}
    assert sandbox.get("/v1/events", **old)[0] == 400


def test_a_stranger_among_addresses_is_404(client):
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        client.v1.balance.retrieve()


@pytest.mark.parametrize(
    "ask",
    [
        lambda v1: v1.checkout.sessions.retrieve("cs_test_nothing"),
        lambda v1: v1.payment_intents.retrieve("pi_nothing"),
        lambda v1: v1.charges.retrieve("ch_nothing"),
        lambda v1: v1.refunds.retrieve("re_nothing"),
        lambda v1: v1.customers.retrieve("cus_nothing"),
        lambda v1: v1.events.retrieve("evt_nothing"),
    ],
)
def test_what_does_not_exist_is_404(client, ask):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        ask(client.v1)
    assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")


def test_nothing_else_can_be_expanded(client, order):
    made = client.v1.checkout.sessions.create(order())
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.checkout.sessions.retrieve(made.id, {"expand": ["payment_link"]})
