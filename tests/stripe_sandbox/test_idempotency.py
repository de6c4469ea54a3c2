"""Idempotency keys: replay, conflict, and what is remembered when Stripe itself fails."""

import threading

import pytest
import stripe

from tests.stripe_sandbox.conftest import client_for


def create(client, params, key="purchase-7-1"):
    return client.v1.checkout.sessions.create(params, {"idempotency_key": key})


@pytest.fixture
def key(request) -> str:
    return request.node.name


def test_the_same_request_again_gets_the_first_answer_again(client, order, key):
    first, second = create(client, order(), key), create(client, order(), key)
    assert first.id == second.id
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert second.last_response.headers["Original-Request"] == first.last_response.headers["Request-Id"]


def test_other_parameters_under_the_same_key_are_an_error(client, order, key):
    create(client, order(), key)
    with pytest.raises(stripe.IdempotencyError, match="same parameters") as caught:
        create(client, order(client_reference_id="purchase-8"), key)
    assert caught.value.http_status == 400


def test_another_address_under_the_same_key_is_an_error(client, order, key):
    create(client, order(), key)
    with pytest.raises(stripe.IdempotencyError, match="same endpoint"):
        client.v1.customers.create({}, {"idempotency_key": key})


def test_a_refused_request_leaves_the_key_free(client, order, key):
    with pytest.raises(stripe.InvalidRequestError):
        create(client, order(mode="gift"), key)
    assert create(client, order(), key).status == "open"


def test_two_at_the_same_instant_make_one_session(sandbox, order, key):
    results: list[str] = []

    def work() -> None:
        try:
            results.append(create(client_for(sandbox), order(), key).id)
        except stripe.APIError as error:
            results.append(f"{error.http_status} {error.json_body['error']['code']}")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert len(set(results) - {"409 idempotency_key_in_use"}) == 1


@pytest.mark.parametrize("kind", ["500", "429", "409"])
def test_a_fault_before_the_work_is_gone_on_retry(client, sandbox, order, key, kind):
    sandbox.control("faults", kind=kind, match="POST /v1/checkout/sessions")
    with pytest.raises(stripe.StripeError) as caught:
        create(client, order(), key)
    assert caught.value.http_status == int(kind)
    assert create(client, order(), key).status == "open"


def test_the_sdk_retries_500_and_409_by_itself(sandbox, order, key):
    sandbox.control("faults", kind="500", match="POST /v1/checkout/sessions")
    sandbox.control("faults", kind="409", match="POST /v1/checkout/sessions")
    assert create(client_for(sandbox, retries=2), order(), key).status == "open"


def test_a_remembered_500_is_replayed(client, sandbox, order, key):
    sandbox.control("faults", kind="500-remembered", match="POST /v1/checkout/sessions")
    for _ in range(2):
        with pytest.raises(stripe.APIError) as caught:
            create(client, order(), key)
    assert caught.value.headers["Idempotent-Replayed"] == "true"
    assert create(client, order(), f"{key}-2").status == "open"


def test_a_lost_answer_is_found_again_under_the_key(client, sandbox, order, key):
    sandbox.control("faults", kind="lost-answer", match="POST /v1/checkout/sessions")
    with pytest.raises(stripe.APIConnectionError):
        create(client, order(), key)
    found = create(client, order(), key)
    assert found.last_response.headers["Idempotent-Replayed"] == "true"


def test_silence_ends_with_the_callers_patience(sandbox, order, key):
    sandbox.control("faults", kind="silence", seconds=2, match="POST /v1/checkout/sessions")
    impatient = stripe.StripeClient(
        "sk_test_of_ada",
        base_addresses={"api": sandbox.url},
        http_client=stripe.RequestsClient(timeout=0.3),
        max_network_retries=0,
    )
    with pytest.raises(stripe.APIConnectionError):
        create(impatient, order(), key)
    assert create(impatient, order(), key).status == "open"
