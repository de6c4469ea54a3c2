"""Operators come into the admin with two proofs, both of this session."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.checks import run_checks

from tests.accounts.test_second_factor import RIGHT, code_for, set_up_an_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def ben(ben):
    """An operator with every right."""
    ben.is_staff = ben.is_superuser = True
    ben.save()
    return ben


def enter(client, page="/admin/"):
    return client.get(page)


def test_who_has_none_is_led_to_set_one_up(client, ben):
    client.force_login(ben)
    for page in ("/admin/", "/admin/connects/wallet/", "/admin/accounts/user/add/"):
        answer = enter(client, page)
        assert answer.status_code == 403
        assert b"Set up a second factor" in answer.content
        assert b"/accounts/2fa/totp/activate/" in answer.content
    assert client.post("/admin/accounts/user/add/", {"email": "x@example.com"}).status_code == 403


def test_setting_one_up_is_not_yet_passing_it(client, ben):
    secret = set_up_an_app(client)
    answer = enter(client, "/admin/connects/wallet/")
    assert b"Show your second factor" in answer.content
    assert answer.status_code == 403
    code = {"code": code_for(secret, 1), "next": "/admin/connects/wallet/"}
    shown = client.post("/accounts/2fa/reauthenticate/?next=/admin/connects/wallet/", code)
    assert shown["Location"] == "/admin/connects/wallet/"
    assert enter(client, "/admin/connects/wallet/").status_code == 200


def test_password_and_code_at_log_in_open(client, ben):
    secret = set_up_an_app(client)
    client.logout()
    client.post("/accounts/login/", {"login": "ben@example.com", "password": RIGHT})
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, 1)})
    assert enter(client).status_code == 200


def test_a_session_from_before_is_asked(client, ben):
    set_up_an_app(client)
    client.logout()
    client.force_login(ben)
    assert enter(client).status_code == 403


def test_recovery_codes_alone_are_no_second_factor(client, ben):
    set_up_an_app(client)
    Authenticator.objects.filter(user=ben).exclude(type="recovery_codes").delete()
    assert b"Set up a second factor" in enter(client).content


def test_whoever_takes_theirs_away_is_out(client, ben):
    secret = set_up_an_app(client)
    client.post("/accounts/2fa/reauthenticate/", {"code": code_for(secret, 1)})
    assert enter(client).status_code == 200
    Authenticator.objects.filter(user=ben).delete()
    assert enter(client).status_code == 403


def test_the_site_itself_asks_nothing_more(client, ben):
    client.force_login(ben)
    assert client.get("/settings/").status_code == 200


def test_others_learn_nothing(client, cleo):
    assert enter(client)["Location"].startswith("/admin/login/")
    client.force_login(cleo)
    assert b"second factor" not in client.get("/admin/login/").content


def test_a_deployment_without_it_is_warned(settings):
    assert "accounts.W001" not in {each.id for each in run_checks(include_deployment_checks=True)}
    settings.STAFF_SECOND_FACTOR = False
    assert "accounts.W001" in {each.id for each in run_checks(include_deployment_checks=True)}


def test_switched_off_it_asks_nobody(client, ben, settings):
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(ben)
    assert enter(client).status_code == 200
    assert b"no second factor is asked of operators" in client.get("/").content
