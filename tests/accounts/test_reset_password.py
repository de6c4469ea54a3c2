"""A forgotten password: a link by mail, once, and the same answer whether or not the address is known."""

import pytest

from tests.accounts.conftest import last_mail, link_in

pytestmark = pytest.mark.django_db
NEW = {"password1": "an entirely new phrase", "password2": "an entirely new phrase"}


def ask(client, email):
    return client.post("/accounts/password/reset/", {"email": email})


def log_in(client, password):
    client.post("/accounts/login/", {"login": "ben@example.com", "password": password})
    return "_auth_user_id" in client.session


def choose(client, link, **changes):
    """Follow the link as a browser does, then fill in the form behind it."""
    address = client.get(link, follow=True).redirect_chain[-1][0]
    return client.post(address, {**NEW, **changes})


@pytest.fixture
def link(client, ben):
    ask(client, "ben@example.com")
    return link_in(last_mail("ben@example.com"))


def test_the_link_sets_a_new_password(client, link):
    choose(client, link)
    assert not log_in(client, "correct horse battery")
    assert log_in(client, NEW["password1"])


def test_the_link_works_once(client, link):
    choose(client, link)
    again = type(client)().get(link, follow=True)
    assert again.context["token_fail"]


def test_setting_a_password_does_not_log_in_by_itself(client, link):
    choose(client, link)
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_gets_the_same_answer(client, ben):
    known, unknown = ask(client, "ben@example.com"), ask(client, "nobody@example.com")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_a_new_password_lifts_the_throttle(client, link):
    for _ in range(5):
        log_in(client, "wrong")
    assert not log_in(client, "correct horse battery")
    choose(client, link)
    assert log_in(client, NEW["password1"])


@pytest.mark.parametrize(
    "changes",
    [
        {"password1": "short", "password2": "short"},
        {"password2": "another phrase altogether"},
        {"password1": "", "password2": ""},
        {"password1": "benexample1", "password2": "benexample1"},
    ],
)
def test_a_weak_or_mistyped_password_is_refused_on_the_page(client, link, changes):
    assert choose(client, link, **changes).context["form"].errors
    assert log_in(client, "correct horse battery")


@pytest.mark.parametrize("made_up", ["zzzzzzzzzzzzz-abc", "1-set-password", "0-x", "x-" + "y" * 3000, "1-%00"])
def test_a_made_up_link_is_no_server_error(client, db, made_up):
    assert client.get(f"/accounts/password/reset/key/{made_up}/", follow=True).status_code in (200, 404)


@pytest.mark.parametrize("email", ["", "x", "a" * 300 + "@example.com", "b\x00@example.com"])
def test_bad_input_is_refused_on_the_page(client, db, email):
    assert ask(client, email).context["form"].errors


def test_asking_again_and_again_is_throttled(client, ben):
    assert [ask(client, "ben@example.com").status_code for _ in range(7)] == [302] * 5 + [429] * 2
