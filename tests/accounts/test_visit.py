"""Being here is noted now and then, never on every page."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common import clock
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db


def writes(client, page="/"):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(page)
    return [q["sql"] for q in asked if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]


@pytest.fixture
def inside(client, ben):
    client.post("/accounts/login/", {"login": "ben@example.com", "password": "correct horse battery"})
    return client


def test_the_first_page_notes_the_visit_and_the_next_ones_write_nothing(inside, ben):
    with clock.at(MONDAY):
        assert len(writes(inside)) == 2, "the person and the session, once each"
        assert User.objects.get(pk=ben.pk).last_seen_at == MONDAY
    with clock.at(MONDAY + timedelta(minutes=4)):
        assert writes(inside) == []
        assert User.objects.get(pk=ben.pk).last_seen_at == MONDAY


def test_five_minutes_later_it_is_noted_again(inside, ben):
    later = MONDAY + timedelta(minutes=5)
    with clock.at(MONDAY):
        inside.get("/")
    with clock.at(later):
        inside.get("/")
    assert User.objects.get(pk=ben.pk).last_seen_at == later


def test_sessions_go_by_real_time_whatever_the_demo_clock_says(inside):
    with clock.at(MONDAY + timedelta(days=4000)):
        inside.get("/")
    assert UserSession.objects.get().last_seen_at <= clock.real_now()


def test_strangers_leave_no_trace(client, db):
    assert writes(client) == []
