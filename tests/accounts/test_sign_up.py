"""Signing up: who somebody is, what brings them, and a mailbox to prove."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as wire

from accounts.models import ClientProfile, Hat, User
from common.models import Mail
from connects import services as connects
from connects.models import Wallet
from talent.models import FreelancerProfile
from tests.accounts.conftest import last_mail, link_in
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


def errors_of(response) -> dict:
    assert response.status_code == 200
    return response.context["form"].errors


def test_finding_work_opens_wallet_and_profile_and_asks_to_verify(sign_up):
    response = sign_up()
    assert response.url == "/accounts/confirm-email/"

    dora = User.objects.get()
    assert (dora.email, dora.name, dora.country, dora.hat) == ("dora@example.com", "Dora Quill", "AT", "freelancer")
    assert dora.is_freelancer
    assert not dora.is_client
    assert dora.email_verified_at is None
    assert connects.balance_of(dora) == 0
    assert FreelancerProfile.objects.get(person=dora).handle == "dora-quill"


def test_hiring_opens_a_client_profile_and_no_wallet(sign_up):
    sign_up(hat="client")
    dora = User.objects.get()
    assert dora.is_client
    assert not dora.is_freelancer
    assert dora.hat == Hat.CLIENT
    assert ClientProfile.objects.get(person=dora).country == "AT"
    assert not Wallet.objects.exists()


def test_nobody_is_logged_in_before_the_mailbox_is_proven(sign_up, client):
    sign_up()
    assert "_auth_user_id" not in client.session
    response = client.post("/accounts/login/", {"login": "dora@example.com", "password": "a long walk by the sea"})
    assert response.url == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session


def test_the_link_in_the_mail_verifies_logs_in_and_brings_40_connects(sign_up, client):
    sign_up()
    page = client.get(link_in(last_mail("dora@example.com")))
    assert b"dora@example.com" in page.content
    assert User.objects.get().email_verified_at is None, "looking at the link is not pressing the button"

    response = client.post(link_in(last_mail("dora@example.com")))
    assert response.url == "/settings/profile/"
    dora = User.objects.get()
    assert client.session["_auth_user_id"] == str(dora.pk)
    assert dora.email_verified_at is not None
    assert connects.balance_of(dora) == 40
    assert_books_balance()


def test_a_client_goes_from_the_link_to_the_company_page(sign_up, client):
    sign_up(hat="client")
    response = client.post(link_in(last_mail("dora@example.com")))
    assert response.url == "/settings/client/"


def test_pressing_the_button_twice_brings_the_connects_once(sign_up, client):
    sign_up()
    link = link_in(last_mail("dora@example.com"))
    client.post(link)
    again = client.post(link)
    assert again.status_code == 404 or again.status_code == 302
    assert connects.balance_of(User.objects.get()) == 40
    assert_books_balance()


def test_a_link_opened_in_another_browser_verifies_without_logging_in(sign_up, client, django_user_model):
    sign_up()
    link = link_in(last_mail("dora@example.com"))
    other = type(client)()
    response = other.post(link)
    assert response.url == "/accounts/login/"
    assert "_auth_user_id" not in other.session
    assert connects.balance_of(User.objects.get()) == 40
    assert_books_balance()


@pytest.mark.parametrize("key", ["x", "MQ:1aaaaa:notasignature", "%00", "a" * 5000])
def test_a_made_up_link_verifies_nothing(client, db, key):
    response = client.get(f"/accounts/confirm-email/{key}/")
    assert response.status_code in (200, 404)
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_the_mail_waits_in_the_outbox_so_a_dead_mail_server_stops_nobody(sign_up, settings):
    settings.EMAIL_BACKEND = "no.such.backend"
    sign_up()
    letter = Mail.objects.get()
    assert letter.to == "dora@example.com"
    assert letter.subject
    assert "/accounts/confirm-email/" in letter.text
    assert link_in(letter) in letter.html
    assert wire.outbox == []


def test_the_same_address_again_gets_the_same_answer_and_a_different_mail(sign_up, client):
    first = sign_up()
    client.post(link_in(last_mail("dora@example.com")))
    client.logout()
    Mail.objects.all().delete()

    from django.core.cache import cache  # noqa: PLC0415

    cache.clear()
    second = sign_up(name="Somebody else", password1="quite another password")
    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert User.objects.count() == 1
    assert User.objects.get().name == "Dora Quill"
    assert "/accounts/confirm-email/" not in last_mail("dora@example.com").text


def test_the_address_in_other_letters_is_the_same_address(sign_up):
    sign_up()
    sign_up(email="DORA@Example.COM")
    assert User.objects.count() == 1


def test_two_requests_at_once_with_one_address_make_one_account(sign_up, monkeypatch):
    """The second has passed the form's check when the first commits; the database decides."""
    sign_up()
    monkeypatch.setattr("allauth.account.forms.email_already_exists", lambda email, **_: (email, False))
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.email_already_exists", lambda email, **_: (email, False)
    )
    response = sign_up(name="Dora twice")
    assert response.url == "/accounts/confirm-email/"
    assert User.objects.count() == 1


@pytest.mark.parametrize("missing", ["hat", "name", "email", "password1", "country", "terms"])
def test_what_is_missing_is_said_beside_its_field(sign_up, missing):
    assert missing in errors_of(sign_up(**{missing: None}))
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hat", "admin"),
        ("hat", "freelancer\x00"),
        ("name", "x" * 121),
        ("name", "a\x00b"),
        ("name", "   "),
        ("email", "not an address"),
        ("email", "a" * 250 + "@example.com"),
        ("email", "dora\x00@example.com"),
        ("password1", "short"),
        ("password1", "1234567890123"),
        ("password1", "password123"),
        ("country", "ZZ"),
        ("country", "AT" * 5000),
        ("terms", ""),
    ],
)
def test_bad_input_is_refused_beside_its_field(sign_up, field, value):
    assert field in errors_of(sign_up(**{field: value}))
    assert not User.objects.exists()


def test_a_password_like_the_name_is_refused(sign_up):
    assert "password1" in errors_of(sign_up(name="Dorothea Quill", password1="dorotheaquill"))


def test_a_huge_form_is_refused_without_a_server_error(sign_up):
    assert sign_up(name="x" * 7_000_000).status_code == 400


def test_a_form_of_bytes_that_are_no_text_is_refused(client, db):
    response = client.post(
        "/accounts/signup/", b"\xff\xfe\x00name=\x80", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    assert not User.objects.exists()


def test_the_browsers_time_zone_is_kept_and_nonsense_is_not(sign_up):
    sign_up(time_zone="Europe/Vienna")
    sign_up(email="emil@example.com", time_zone="Mars/Olympus")
    sign_up(email="fay@example.com", time_zone="../../etc/passwd")
    assert dict(User.objects.values_list("email", "time_zone")) == {
        "dora@example.com": "Europe/Vienna",
        "emil@example.com": "UTC",
        "fay@example.com": "UTC",
    }


def test_nobody_signs_themselves_up_as_an_operator(sign_up):
    sign_up(is_staff="on", is_superuser="on", email_verified_at="2026-01-01", freelancer_since="2020-01-01")
    dora = User.objects.get()
    assert not dora.is_staff
    assert not dora.is_superuser
    assert dora.email_verified_at is None


@pytest.mark.parametrize("name", ["李雷", "!!!", "Dora Quill"])
def test_every_name_finds_a_free_handle(sign_up, name):
    sign_up()
    sign_up(name=name, email="second@example.com")
    handles = set(FreelancerProfile.objects.values_list("handle", flat=True))
    assert len(handles) == 2


def test_the_form_offers_the_role_that_the_link_named(client, db):
    page = client.get("/accounts/signup/?hat=client")
    assert page.context["form"]["hat"].value() == "client"


def test_whoever_has_the_address_already_reads_of_it_in_their_own_language(sign_up, person):
    person("Dora", language="de")
    sign_up(email="dora@example.com")
    assert '<html lang="de">' in last_mail("dora@example.com").html
