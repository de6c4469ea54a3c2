"""The pages: one's own data only, a password before the account is closed, and what operators do for somebody."""

import io
from zipfile import ZipFile

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.models import AccountClosure, Consent, User
from proposals.models import Contract
from tests.hires import hire

PASSWORD = "correct horse battery"


def log_in(client, person):
    """As somebody does who has just shown who they are."""
    client.force_login(person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def archive_of(response):
    return ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_a_stranger_is_asked_to_log_in(client, db):
    for name in ("my_privacy", "close_account"):
        assert client.get(reverse(name)).status_code == 302
    assert client.post(reverse("my_data")).status_code == 302


def test_wrong_methods_are_refused(client, ben):
    log_in(client, ben)
    assert client.get(reverse("my_data")).status_code == 405
    assert client.post(reverse("my_privacy")).status_code == 405


def test_ben_takes_his_data_along(client, ben, cleo):
    log_in(client, ben)
    assert "Download my data" in client.get(reverse("my_privacy")).content.decode()
    response = client.post(reverse("my_data"), {"person": cleo.pk})
    assert response["Content-Disposition"] == 'attachment; filename="guildhall-my-data.zip"'
    with archive_of(response) as pack:
        assert b"ben@example.com" in pack.read("data/account/people.json")
        assert b"cleo@example.com" not in b"".join(pack.read(name) for name in pack.namelist())


def test_a_session_that_is_old_shows_who_it_is_first(client, ben):
    client.force_login(ben)
    for response in (client.post(reverse("my_data")), client.get(reverse("close_account"))):
        assert response.status_code == 302
        assert "/accounts/reauthenticate/" in response.url


def test_the_download_goes_on_once_the_password_is_given(client, ben):
    client.force_login(ben)
    asked = client.post(reverse("my_data"))
    answer = client.post(asked.url, {"password": PASSWORD, "next": reverse("my_data")})
    with archive_of(answer) as pack:
        assert "connects.csv" in pack.namelist()


def test_closing_asks_for_the_password_and_whether_it_is_meant(client, ben):
    client.force_login(ben)
    asked = client.post(reverse("close_account"), {"sure": "on"})
    assert client.post(asked.url, {"password": "wrong"}).context["form"].errors
    log_in(client, ben)
    response = client.post(reverse("close_account"), {})
    assert response.context["form"].errors == {"sure": ["Tick this if you want to close the account."]}
    assert not AccountClosure.objects.exists()


def test_closing_ends_on_a_page_that_says_so(client, ben):
    log_in(client, ben)
    response = client.post(reverse("close_account"), {"sure": "on"}, follow=True)
    assert "Your account is closed" in response.content.decode()
    assert not User.objects.get(pk=ben.pk).is_active
    assert client.get(reverse("my_privacy")).status_code == 302


def test_what_is_in_the_way_is_said_and_nothing_is_asked(client, ada, ben, proposal):
    hire(proposal, by=ada)
    log_in(client, ben)
    page = client.get(reverse("close_account")).content.decode()
    assert "is running: end it first" in page
    # And where that is done.
    assert f'href="{reverse("contract_detail", args=[Contract.objects.get().pk])}"' in page
    assert "I know that this cannot be undone" not in page
    client.post(reverse("close_account"), {"sure": "on"})
    assert User.objects.get(pk=ben.pk).is_active


def test_an_operator_does_both_for_somebody_and_says_why(client, ben, olga):
    client.force_login(olga)
    address = f"/admin/accounts/user/{ben.pk}/export-data/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 200
    with archive_of(client.post(address, {"reason": "Asked by letter"})) as pack:
        assert b"ben@example.com" in pack.read("data/account/people.json")
    address = f"/admin/accounts/user/{ben.pk}/close-account/"
    assert "as it stands now" in client.get(address).content.decode().lower()
    assert client.post(address, {"reason": "Asked by letter, too"}).status_code == 302
    assert AccountClosure.objects.get(person=ben).by == olga
    said = LogEntry.objects.filter(object_id=str(ben.pk)).order_by("pk")
    assert ["Asked by letter" in entry.change_message for entry in said] == [True, True]
    assert {entry.object_repr for entry in said} == {f"Former member {ben.pk}"}
    assert f"Former member {ben.pk}" in client.get(f"/admin/accounts/user/{ben.pk}/change/").content.decode()


def test_an_operator_who_only_looks_does_neither(client, ben, person):
    client.force_login(person("Otto", is_staff=True))
    for act in ("export-data", "close-account"):
        assert client.get(f"/admin/accounts/user/{ben.pk}/{act}/").status_code == 403


def test_terms_and_privacy_are_public_and_say_who_runs_the_site(client, db, settings):
    settings.OPERATOR_NAME, settings.OPERATOR_ADDRESS = "Quill & Sons", "1 Mill Lane\nLeeds"
    for name in ("terms", "privacy_notice"):
        page = client.get(reverse(name)).content.decode()
        assert "Quill &amp; Sons" in page
        assert "1 Mill Lane<br>Leeds" in page
        assert "Version of" in page


@pytest.mark.django_db
def test_what_was_agreed_to_at_sign_up_is_noted_once(client):
    answers = {"hat": "client", "name": "Dora", "email": "dora@example.com", "password1": "a long walk home in june"}
    client.post("/accounts/signup/", answers | {"country": "AT", "terms": "on"})
    assert Consent.objects.get().person.email == "dora@example.com"
