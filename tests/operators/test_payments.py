"""An operator replays an event and has a purchase looked at again; both may be done twice."""

import pytest
from django.urls import reverse

from billing.models import StripeEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client, olga):
    client.force_login(olga)
    return client


def event(**payload):
    return StripeEvent.objects.create(
        event_id="evt_1", type=payload.pop("type", "customer.created"), payload={"livemode": False, **payload}
    )


def test_a_replayed_event_is_done(operator):
    row = event()
    for _ in range(2):
        operator.post(reverse("admin:billing_stripeevent_replay", args=[row.pk]), {"reason": "It never came"})
    row.refresh_from_db()
    assert row.processed_at is not None
    assert row.attempts == 2


def test_an_event_that_fails_again_says_why_on_the_page(operator):
    row = event(type="checkout.session.completed", data={"object": {}})
    page = operator.post(reverse("admin:billing_stripeevent_replay", args=[row.pk]), {"reason": "Try again"})
    assert page.status_code == 200
    assert b"It failed again" in page.content
    row.refresh_from_db()
    assert row.processed_at is None


def test_a_replay_asks_for_a_reason(operator):
    row = event()
    operator.post(reverse("admin:billing_stripeevent_replay", args=[row.pk]), {"reason": ""})
    row.refresh_from_db()
    assert row.attempts == 0
