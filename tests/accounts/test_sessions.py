"""Where one is logged in, and logging out everywhere else."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import sweeping
from accounts.browsers import browser_name
from common import clock

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
EDGE = CHROME + " Edg/140.0.0.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


def log_in(user_agent) -> Client:
    client = Client(HTTP_USER_AGENT=user_agent)
    client.post("/accounts/login/", {"login": "ben@example.com", "password": "correct horse battery"})
    return client


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (CHROME, "Chrome on Windows"),
        (EDGE, "Edge on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("curl/8.9.1", "curl"),
        ("", "Unknown browser"),
        ("\ud83d\ude00" * 3, "Unknown browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(user_agent, name):
    assert browser_name(user_agent) == name


def test_every_session_is_listed_and_the_present_one_marked(ben):
    log_in(IPHONE)
    page = log_in(FIREFOX).get("/accounts/sessions/").content.decode()
    assert "Safari on iPhone" in page
    assert "Firefox on Linux" in page
    assert page.count("This one") == 1


def test_the_others_are_logged_out_at_once(ben):
    telephone, desk = log_in(IPHONE), log_in(FIREFOX)
    desk.post("/accounts/sessions/")
    assert telephone.get("/settings/").status_code == 302
    assert desk.get("/settings/").status_code == 200
    assert UserSession.objects.count() == 1


def test_nobody_sees_or_ends_the_sessions_of_others(ben, cleo, client):
    telephone = log_in(IPHONE)
    client.force_login(cleo)
    assert "iPhone" not in client.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/")
    assert telephone.get("/settings/").status_code == 200


def test_sessions_that_have_ended_are_forgotten_with_what_was_noted_of_them(ben):
    ended, present = log_in(IPHONE), log_in(FIREFOX)
    long_ago = clock.real_now() - timedelta(days=1)
    Session.objects.filter(pk=ended.session.session_key).update(expire_date=long_ago)
    assert sweeping.forget_ended_sessions(clock.now()) == 2
    assert sweeping.forget_ended_sessions(clock.now()) == 0
    assert [noted.session_key for noted in UserSession.objects.all()] == [present.session.session_key]
    assert present.get("/settings/").status_code == 200


def test_the_demo_clock_ends_no_session(ben):
    present = log_in(FIREFOX)
    with clock.at(clock.real_now() + timedelta(days=4000)):
        assert sweeping.forget_ended_sessions(clock.now()) == 0
    assert present.get("/settings/").status_code == 200
