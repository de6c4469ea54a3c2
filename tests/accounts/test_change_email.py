"""Another address: nothing changes until it is proven, and it brings nothing a second time."""

import pytest
from allauth.account.models import EmailAddress

from accounts import services
from accounts.models import Hat, User
from common.models import Mail
from connects import services as connects
from tests.accounts.conftest import PASSWORD, last_mail, link_in
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db
RIGHT = "correct horse battery"


@pytest.fixture
def inside(client, ben):
    """Ben is logged in and has just been asked for his password again."""
    log_in(client, "ben@example.com")
    return client


def log_in(client, email):
    client.post("/accounts/login/", {"login": email, "password": RIGHT})
    client.post("/accounts/reauthenticate/", {"password": RIGHT})


def ask(client, email="ben@new.example"):
    return client.post("/accounts/email/", {"email": email, "action_add": ""})


def test_the_old_address_stays_until_the_new_one_is_proven(inside, ben):
    ask(inside)
    ben.refresh_from_db()
    assert ben.email == "ben@example.com"
    assert "ben@new.example" in inside.get("/accounts/email/").content.decode()

    inside.post(link_in(last_mail("ben@new.example")))
    ben.refresh_from_db()
    assert (ben.email, ben.email_key) == ("ben@new.example", "ben@new.example")
    assert list(EmailAddress.objects.filter(user=ben).values_list("email", "verified", "primary")) == [
        ("ben@new.example", True, True)
    ]


def test_the_old_address_hears_of_it(inside, ben):
    ask(inside)
    inside.post(link_in(last_mail("ben@new.example")))
    assert "ben@new.example" in last_mail("ben@example.com").text


def test_a_changed_address_brings_no_connects_again(client, person):
    dora = person("Dora", email_verified_at=None)
    services.take_role(dora, Hat.FREELANCER)
    services.email_verified(dora)
    EmailAddress.objects.create(user=dora, email=dora.email, verified=True, primary=True)
    log_in(client, "dora@example.com")
    ask(client, "dora@new.example")
    client.post(link_in(last_mail("dora@new.example")))
    assert User.objects.get(pk=dora.pk).email == "dora@new.example"
    assert connects.balance_of(dora) == 40
    assert_books_balance()


def test_the_change_can_be_called_off(inside, ben):
    ask(inside)
    inside.post("/accounts/email/", {"email": "ben@new.example", "action_remove": ""})
    assert EmailAddress.objects.get(user=ben).email == "ben@example.com"


def test_the_password_is_asked_once_more(client, ben):
    client.force_login(ben)
    response = ask(client)
    assert response.url.startswith("/accounts/reauthenticate/")
    assert not EmailAddress.objects.filter(email="ben@new.example").exists()


def test_somebody_elses_address_gets_a_mail_and_tells_the_asker_nothing(inside, ben, cleo):
    free, taken = ask(inside, "free@example.com"), ask(inside, "cleo@example.com")
    assert (free.status_code, free.url) == (taken.status_code, taken.url)
    mails = Mail.objects.filter(to="cleo@example.com")
    for letter in mails:
        if "/confirm-email/" in letter.text:
            inside.post(link_in(letter))
    assert User.objects.get(pk=ben.pk).email == "ben@example.com"
    assert EmailAddress.objects.get(email="cleo@example.com", verified=True).user == cleo


def test_whoever_proves_an_address_first_has_it(inside, ben, client):
    """Emil signs up with the address that Ben is changing to, and both have a link."""
    ask(inside, "shared@example.com")
    bens_link = link_in(last_mail("shared@example.com"))
    emil = User.objects.create_user("shared@example.com", PASSWORD, name="Emil")
    EmailAddress.objects.create(user=emil, email="shared@example.com", primary=True)

    response = inside.post(bens_link)
    assert response.status_code == 302
    assert User.objects.get(pk=ben.pk).email == "ben@example.com"
    assert not EmailAddress.objects.filter(email="shared@example.com", verified=True).exists()


@pytest.mark.parametrize("email", ["", "x", "ben@example.com", "a" * 300 + "@example.com", "b\x00@example.com"])
def test_bad_input_is_refused_beside_the_field(inside, email):
    page = ask(inside, email)
    assert page.status_code == 200
    assert "email" in page.context["form"].errors


@pytest.mark.parametrize("action", ["action_send", "action_remove", "action_primary"])
@pytest.mark.parametrize("email", ["cleo@example.com", "x", "\x00", "a" * 5000])
def test_other_peoples_addresses_cannot_be_touched(inside, cleo, action, email):
    inside.post("/accounts/email/", {"email": email, action: ""})
    assert EmailAddress.objects.filter(user=cleo, verified=True, primary=True).exists()


def test_an_operator_reads_the_address_and_cannot_write_another(client, olga, ben):
    client.force_login(olga)
    page = client.get(f"/admin/accounts/user/{ben.pk}/change/").content.decode()
    assert "ben@example.com" in page
    assert 'name="email"' not in page
    assert 'name="name"' in page
