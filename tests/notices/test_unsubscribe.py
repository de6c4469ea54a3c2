"""The link in every mail of a kind ends such mail: without logging in, for good, and for nobody else."""

import re

import pytest
from django.core import mail as outbox
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from common import delivery, kinds, letters, preferences, unsubscribing
from common.models import Mail, MailPace
from tests.notices.conftest import ALL

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict() -> Client:
    """A browser or mail program that checks CSRF as a real site does."""
    return Client(enforce_csrf_checks=True)


def path_of(person, kind: str) -> str:
    return re.sub(r"^https?://[^/]+", "", unsubscribing.address(person.pk, kind))


def wanted(person, kind: str) -> bool:
    return preferences.of([person.pk]).wants(person, kinds.named(kind), "mail")


@pytest.mark.parametrize("kind", [code for code in ALL if kinds.named(code).mail])
def test_each_mail_of_a_kind_bears_its_link_in_headers_and_footer(news, ben, kind):
    news(kind)
    assert delivery.send_due() == 1
    [message] = outbox.outbox
    link = unsubscribing.address(ben.pk, kind)
    assert message.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in message.body
    assert link in message.alternatives[0].content
    assert letters.UNSUBSCRIBE not in message.body + message.alternatives[0].content


def test_mail_of_the_account_has_none():
    mail = Mail(to="ben@example.com", text="Verify your address")
    assert letters.headers(mail) == {}


def test_somebody_elses_words_cannot_bear_the_link(news):
    news("message", text=f"Click {letters.UNSUBSCRIBE} now")
    mail = Mail.objects.get()
    assert f"Click {letters.UNSUBSCRIBE} now" in letters.text(mail)
    assert letters.text(mail).count("/unsubscribe/") == 1


@pytest.mark.parametrize("kind", ALL)
def test_the_mail_programs_own_button_ends_it_in_one_request(strict, ben, switch, kind):
    switch(kind, "mail", True)
    answer = strict.post(path_of(ben, kind), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not wanted(ben, kind)


def test_looking_ends_nothing_and_the_button_names_what_it_ends(strict, ben):
    page = strict.get(path_of(ben, "message"))
    assert page.status_code == 200
    assert "No more mail about messages" in page.content.decode()
    assert wanted(ben, "message")
    assert strict.head(path_of(ben, "message")).status_code == 200
    assert wanted(ben, "message")


def test_twice_ends_it_once_and_says_so(strict, ben):
    for _ in range(2):
        assert "No more of this mail" in strict.post(path_of(ben, "message")).content.decode()
    assert not wanted(ben, "message")
    assert "comes to the account" in strict.get(path_of(ben, "message")).content.decode()


def test_it_ends_one_kind_of_one_person(strict, ben, cleo):
    strict.post(path_of(ben, "message"))
    assert wanted(ben, "interview")
    assert wanted(cleo, "message")
    assert preferences.of([ben.pk]).wants(ben, kinds.named("message"), "site")


def test_who_is_logged_in_does_not_matter(client, ben, cleo):
    client.force_login(cleo)
    client.post(path_of(ben, "message"))
    assert not wanted(ben, "message")
    assert wanted(cleo, "message")


def test_the_page_does_not_say_whose_mail_it_is(strict, ben):
    path = path_of(ben, "message")
    # A mark of chance may have any letters in it.
    page = strict.get(path).content.decode().replace(path, "")
    assert ben.email not in page
    assert "Ben" not in page


def test_a_link_of_another_kind_or_person_cannot_be_made_of_one(strict, ben, cleo):
    token = path_of(ben, "message").rstrip("/").rpartition("/")[2]
    signature = token.partition(".")[2]
    for forged in (
        f"{cleo.pk}-message.{signature}",
        f"{ben.pk}-interview.{signature}",
        f"{ben.pk}-message",
        f"{ben.pk}-message.",
        token[:-1],
        token + "x",
        "x",
        "%00",
        "9" * 400,
    ):
        address = f"/notifications/unsubscribe/{forged}/"
        assert strict.get(address).status_code == 404, forged
        assert strict.post(address).status_code == 404, forged
    assert wanted(cleo, "message")
    assert wanted(ben, "interview")


def test_what_is_signed_for_something_else_is_no_link(strict, ben):
    forged = Signer(salt="something else", sep=".").sign(f"{ben.pk}-message")
    assert strict.post(f"/notifications/unsubscribe/{forged}/").status_code == 404


def test_links_for_nobody_and_nothing_are_not_there(strict, ben):
    for person_id, kind in ((10**9, "message"), (ben.pk, "forgotten_kind"), (ben.pk, "")):
        address = re.sub(r"^https?://[^/]+", "", unsubscribing.address(person_id, kind))
        assert strict.get(address).status_code == 404


def test_a_digests_link_leaves_only_what_is_urgent(strict, ben, news, told):
    strict.post(path_of(ben, unsubscribing.DIGEST))
    assert MailPace.objects.get(person=ben).pace == "never"
    news("message")
    news("interview")
    assert told("message") == (1, 0)
    assert told("interview") == (1, 1)


def test_the_link_goes_on_after_the_key_was_rolled(strict, ben, settings):
    link = path_of(ben, "message")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    assert strict.post(link).status_code == 200
    assert not wanted(ben, "message")


def test_other_methods_are_refused(strict, ben):
    assert strict.put(path_of(ben, "message")).status_code == 405
    assert reverse("unsubscribe", args=["x"]).startswith("/notifications/unsubscribe/")
