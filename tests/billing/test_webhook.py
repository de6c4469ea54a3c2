"""The webhook's door: who is let in, what is kept, what is answered."""

import hashlib
import hmac
import json
import re
import time
from pathlib import Path

import pytest
import stripe
from django.conf import settings
from django.test import Client

from billing import events, services
from billing.models import StripeEvent
from tests.billing.conftest import balance
from tests.books import assert_books_balance
from tests.stripe_process import SECRET

pytestmark = pytest.mark.django_db
ADDRESS = "/stripe/webhook/"


def post(body: bytes | str, header: str | None):
    headers = {} if header is None else {"Stripe-Signature": header}
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    return client.post(ADDRESS, body, content_type="application/json", headers=headers)


def signed(body: str, *, secret: str = SECRET, at: int | None = None) -> str:
    return stripe.WebhookSignature.generate_signature_header(body, secret, timestamp=at)


def event(kind: str = "customer.created", **changes) -> str:
    body = {
        "id": "evt_of_a_test",
        "object": "event",
        "type": kind,
        "livemode": False,
        "data": {"object": {"id": "cus_1", "object": "customer"}},
    }
    return json.dumps(body | changes)


def test_an_unknown_type_is_kept_and_thanked(till):
    body = event()
    assert post(body, signed(body)).status_code == 200
    row = StripeEvent.objects.get()
    assert (row.event_id, row.type, row.error) == ("evt_of_a_test", "customer.created", "")
    assert row.payload == json.loads(body)
    assert row.processed_at is not None


def test_every_secret_is_good_while_one_is_rolled(till, settings):
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_old", "whsec_new"]
    for number, secret in enumerate(settings.STRIPE_WEBHOOK_SECRETS):
        body = event(id=f"evt_{number}")
        assert post(body, signed(body, secret=secret)).status_code == 200
    assert StripeEvent.objects.count() == 2


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "rubbish",
        "t=,v1=",
        "t=1,v1=\xff",
        f"t={int(time.time())},v1={'0' * 64}",
        signed(event(), secret="whsec_of_somebody_else"),
        signed(event(), at=int(time.time()) - 3600),
        signed(event(id="evt_tampered")),
        signed(event()).replace("v1=", "v0="),
    ],
    # Named here: what is signed differs in every process, and the workers must agree on the names of the tests.
    ids=["none", "empty", "rubbish", "bare", "latin", "wrong", "stranger", "stale", "tampered", "scheme"],
)
def test_a_bad_signature_is_400_and_leaves_nothing(till, header):
    assert post(event(), header).status_code == 400
    assert StripeEvent.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "null",
        "17",
        "{}",
        '{"id": 1}',
        "not json",
        '{"object": "v2.core.event"}',
        event(data=None),
        event(data=[]),
    ],
    ids=["list", "null", "number", "empty", "no type", "not json", "other kind", "no data", "data is a list"],
)
def test_a_signed_body_that_is_no_event_is_400(till, body):
    assert post(body, signed(body)).status_code == 400
    assert StripeEvent.objects.count() == 0


def test_a_body_that_is_no_text_is_400(till):
    assert post(b"\xff\xfe\x00", "t=1,v1=aa").status_code == 400


def test_a_body_that_is_no_text_is_400_even_when_it_is_signed(till):
    body, now = b'{"id": "evt_\xff\xfe"}', int(time.time())
    good = hmac.new(SECRET.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    assert post(body, f"t={now},v1={good}").status_code == 400
    assert StripeEvent.objects.count() == 0


def test_without_a_secret_nothing_is_believed(till, settings):
    settings.STRIPE_WEBHOOK_SECRETS = []
    assert post(event(), signed(event())).status_code == 400
    settings.STRIPE_WEBHOOK_SECRETS = [""]
    assert post(event(), signed(event(), secret="")).status_code == 400


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_it_rejects_what_is_not_posted(till, method):
    assert getattr(Client(), method)(ADDRESS).status_code == 405


def test_a_live_event_is_not_acted_on_with_test_keys(till):
    body = event("checkout.session.completed", livemode=True)
    assert post(body, signed(body)).status_code == 200
    row = StripeEvent.objects.get()
    assert row.quarantine.startswith("A live event and test keys")
    assert (row.processed_at, row.try_at) == (None, None)


def test_what_failed_is_kept_with_its_error_and_works_when_sent_again(till, ben):
    purchase = till.buy(ben)
    till.pay(purchase)
    completed = till.events(purchase, "completed")[0]
    till.stripe.control("faults", kind="500", count=2, match="GET /v1/checkout/sessions/")
    assert till.webhook(completed).status_code == 500
    row = StripeEvent.objects.get()
    assert (row.attempts, row.processed_at) == (1, None)
    assert row.error.startswith("PaymentsUnavailable")
    assert balance(ben) == 0
    assert till.webhook(completed).status_code == 200
    row.refresh_from_db()
    assert (row.attempts, row.error, balance(ben)) == (2, "", 20)
    assert row.processed_at is not None
    assert_books_balance()


def test_a_replay_that_fails_says_so_and_keeps_why(till):
    row = StripeEvent.objects.create(
        event_id="evt_x",
        type="checkout.session.completed",
        payload={"livemode": False, "data": {"object": {"id": "cs_test_gone"}}},
    )
    assert services.replay(row) is False
    row.refresh_from_db()
    assert row.error.startswith("NoSuchSession")
    assert row.processed_at is None


def test_an_event_of_a_session_that_stripe_does_not_know_comes_again(till):
    body = event("checkout.session.completed", data={"object": {"id": "cs_test_gone", "object": "checkout.session"}})
    assert post(body, signed(body)).status_code == 500
    assert StripeEvent.objects.get().error.startswith("NoSuchSession")


def test_the_guide_names_every_event_that_the_site_acts_on():
    guide = (Path(settings.BASE_DIR) / "docs" / "operating.md").read_text()
    listed = guide.partition("The endpoint wants these events")[2].partition("\n7. ")[0]
    assert set(re.findall(r"\b[a-z_]+(?:\.[a-z_]+)+\b", listed)) == set(events.HANDLERS)
