"""Signs are noted when an account is used, of its owner alone, and never of strangers or through open doors."""

import pytest

from accounts import signs
from accounts.identity import IdentitySign, MailDomain
from accounts.models import DemoPerson, User
from common import policies
from tests.accounts.conftest import PASSWORD, last_mail, link_in, sign_up  # noqa: F401

pytestmark = pytest.mark.django_db
DEVICE = signs.COOKIE


def kinds_of(person) -> list[str]:
    return sorted(person.signs.values_list("kind", flat=True))


def test_signing_up_notes_the_browser_and_the_address_once(sign_up, client):  # noqa: F811
    sign_up()
    dora = User.objects.get()
    assert kinds_of(dora) == ["device", "mailbox", "numbered"]
    client.post(link_in(last_mail("dora@example.com")))
    assert kinds_of(dora) == ["device", "mailbox", "numbered"]
    assert dora.email not in str(list(IdentitySign.objects.values_list("mark", flat=True)))


def test_the_cookie_is_long_lived_signed_and_out_of_scripts_reach(sign_up, client):  # noqa: F811
    cookie = sign_up().cookies[DEVICE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 365 * 24 * 3600
    assert ":" in cookie.value


def test_a_stranger_gets_no_cookie(client, db):
    for address in ("/", "/jobs/", "/accounts/signup/", "/accounts/login/"):
        assert DEVICE not in client.get(address, follow=True).cookies
    client.post("/accounts/login/", {"login": "nobody@example.com", "password": "nothing at all"})
    assert DEVICE not in client.cookies
    assert not IdentitySign.objects.exists()


def test_a_second_account_in_the_same_browser_has_the_same_mark(sign_up, client):  # noqa: F811
    sign_up()
    sign_up(email="emil@example.com", name="Emil")
    marks = IdentitySign.objects.filter(kind="device").values_list("mark", flat=True)
    assert len(marks) == 2
    assert len(set(marks)) == 1


def test_another_browser_has_another_mark(sign_up, client):  # noqa: F811
    sign_up()
    client.cookies.clear()
    sign_up(email="emil@example.com", name="Emil")
    assert len(set(IdentitySign.objects.filter(kind="device").values_list("mark", flat=True))) == 2


@pytest.mark.parametrize("forged", ["x", "guess:abc", "%00", "a" * 4000, ""])
def test_a_forged_cookie_is_nobodys_browser(sign_up, client, forged):  # noqa: F811
    client.cookies[DEVICE] = forged
    assert sign_up().status_code == 302
    assert client.cookies[DEVICE].value != forged


def test_logging_in_notes_the_browser(client, ben):
    client.post("/accounts/login/", {"login": ben.email, "password": "correct horse battery"})
    assert "device" in kinds_of(ben)
    assert DEVICE in client.cookies


def test_an_operator_leaves_no_sign(client, olga):
    client.post("/accounts/login/", {"login": olga.email, "password": "correct horse battery"})
    assert kinds_of(olga) == []
    assert DEVICE not in client.cookies


def test_the_demos_open_door_leaves_no_sign(client, ben, settings):
    settings.DEMO = True
    door = DemoPerson.objects.create(person=ben, label="Ben")
    client.post(f"/demo/log-in/{door.pk}/")
    assert client.session["_auth_user_id"] == str(ben.pk)
    assert kinds_of(ben) == []
    assert DEVICE not in client.cookies


def test_a_card_is_noted_once_and_nothing_is_noted_of_nothing(ben):
    for _ in range(2):
        signs.note_card(ben, "card:Xt5EWLLDS7FJjR1c")
    signs.note_card(ben, "")
    assert kinds_of(ben) == ["card"]


def test_operators_list_domains_with_a_reason(olga, sign_up):  # noqa: F811
    domain = MailDomain(domain="throwaway.test", kind="disposable")
    policies.create(domain, actor=olga, reason="Two hundred of them last night")
    sign_up(email="dora@throwaway.test")
    assert "disposable" in kinds_of(User.objects.get(email="dora@throwaway.test"))
