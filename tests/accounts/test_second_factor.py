"""A code from an app at log-in, recovery codes for the day it is lost, and secrets that the database does not tell."""

import base64
import hmac
import struct
import time
from hashlib import sha1

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from accounts.models import DemoPerson
from tests.accounts.conftest import last_mail

pytestmark = pytest.mark.django_db
RIGHT = "correct horse battery"
NONSENSE = [
    "",
    "{}",
    "null",
    "[]",
    "7",
    '{"id": 1}',
    '{"rawId": "\\u0000"}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"attestationObject": "AA"}}',
    "[" * 5000,
    "x" * 100_000,
]


def code_for(secret: str, steps_from_now: int = 0) -> str:
    """What an authenticator app shows (RFC 6238), worked out here and not by the code under test."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps_from_now)
    digest = hmac.new(base64.b32decode(secret), counter, sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def log_in(client):
    return client.post("/accounts/login/", {"login": "ben@example.com", "password": RIGHT})


def prove_again(client):
    """What changes the log-in asks for the password once more."""
    return client.post("/accounts/reauthenticate/", {"password": RIGHT})


def inside(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def secret(client, ben) -> str:
    """Ben has set up an app and is logged out."""
    secret = set_up_an_app(client)
    client.logout()
    return secret


def set_up_an_app(client) -> str:
    log_in(client)
    prove_again(client)
    shown = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_for(shown)}).status_code == 302
    return shown


def test_the_password_alone_no_longer_opens(client, secret):
    assert log_in(client).url == "/accounts/2fa/authenticate/"
    assert not inside(client)
    assert client.get("/settings/").status_code == 302


def test_password_and_code_open(client, secret):
    log_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, 1)})
    assert inside(client)


def test_a_clock_half_a_minute_slow_locks_nobody_out(client, secret):
    log_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, -1)})
    assert inside(client)


def test_a_code_works_once(client, secret):
    code = code_for(secret, 1)
    log_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    client.logout()
    log_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert not inside(client)


@pytest.mark.parametrize("code", ["", "000000", "abc", "1" * 10_000, "\x00", "１２３４５６"])
def test_a_wrong_code_is_refused_on_the_page(client, secret, code):
    log_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).context["form"].errors
    assert not inside(client)


def test_guessing_codes_is_throttled(client, secret):
    log_in(client)
    for n in range(6):
        page = client.post("/accounts/2fa/authenticate/", {"code": f"{n:06d}"})
    assert "Too many" in str(page.context["form"].errors)
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, 1)})
    assert not inside(client)


def test_a_recovery_code_opens_once(client, ben, secret):
    code = Authenticator.objects.get(user=ben, type="recovery_codes").wrap().get_unused_codes()[0]
    log_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert inside(client)
    client.logout()
    log_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert not inside(client)


def test_the_database_does_not_tell_the_secret(ben, secret):
    stored = Authenticator.objects.get(user=ben, type="totp").data["secret"]
    assert secret not in stored
    assert get_adapter().decrypt(stored) == secret


def test_a_changed_secret_key_keeps_the_apps_working(client, secret, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    log_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, 1)})
    assert inside(client)


def test_a_secret_that_cannot_be_read_any_more_lets_nobody_in(client, secret, settings):
    settings.SECRET_KEY = "a new one, and the old one is forgotten"
    log_in(client)
    for code in (code_for(secret, 1), code_for("", 1), "000000"):
        page = client.post("/accounts/2fa/authenticate/", {"code": code})
        assert page.context["form"].errors
    assert not inside(client)


def test_ben_hears_of_it_by_mail(client, ben, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_up_an_app(client)
    assert "authenticator app" in last_mail("ben@example.com").text.lower()


def test_setting_it_up_asks_for_the_password_once_more(client, ben):
    log_in(client)
    assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")


def test_the_demos_door_is_no_way_around_it(client, ben, secret, settings):
    settings.DEMO = True
    door = DemoPerson.objects.create(person=ben, label="Ben")
    assert client.post(f"/demo/log-in/{door.pk}/").url == "/accounts/2fa/authenticate/"
    assert not inside(client)


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_for_a_passkey_is_refused(client, ben, credential):
    response = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})
    assert response.status_code in (200, 302)
    assert not inside(client)


@pytest.mark.parametrize(
    ("host", "said"), [("127.0.0.1:8000", True), ("localhost:8000", False), ("testserver", False)]
)
def test_who_came_by_number_is_told_the_name_that_passkeys_need(client, ben, host, said):
    log_in(client)
    prove_again(client)
    page = client.get("/accounts/2fa/webauthn/add/", headers={"host": host}).content.decode()
    assert ("http://localhost:8000/accounts/2fa/webauthn/add/" in page) is said


def test_the_passkey_question_names_the_site(client, ben):
    log_in(client)
    prove_again(client)
    page = client.get("/accounts/2fa/webauthn/add/")
    options = page.context["js_data"]["creation_options"]["publicKey"]
    assert options["rp"] == {"id": "testserver", "name": "Guildhall"}
    assert options["user"]["name"] == "ben@example.com"


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_for_a_new_passkey_is_refused(client, ben, credential):
    log_in(client)
    prove_again(client)
    client.get("/accounts/2fa/webauthn/add/")
    page = client.post("/accounts/2fa/webauthn/add/", {"name": "Key", "credential": credential})
    assert page.context["form"].errors
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_for_a_passkey_as_second_factor_is_refused(client, secret, credential):
    log_in(client)
    page = client.post("/accounts/2fa/authenticate/", {"credential": credential})
    assert page.status_code == 200
    assert not inside(client)
