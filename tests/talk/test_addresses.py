"""Every address of a conversation, for every kind of reader and every method: what is not yours is not there."""

import pytest

from proposals.models import Message
from proposals.talk import interviews
from proposals.talk.urls import urlpatterns
from tests.addresses import GET, POST, READERS, STRANGER, Row, cast, missing, tried
from tests.talk.conftest import upload

pytestmark = pytest.mark.django_db
PARTIES = ("ben", "client")
HERE = "/proposals/{proposal}/"


def row(address, method, **who):
    """404 for everybody but those named."""
    return Row(address, method, 404, {name.replace("_", " "): status for name, status in who.items()})


TABLE = [
    Row("/messages/", GET, 200),
    Row("/messages/", POST, 405),
    row(HERE + "messages/", GET, ben=200, client=200),
    row(HERE + "messages/", POST, ben=200, client=200),
    row(HERE + "messages/news/?after=0", GET, ben=200, client=200, stranger=286),
    Row(HERE + "messages/news/", POST, 405, {STRANGER: 405}),
    row(HERE + "files/{file}/", GET, ben=200, client=200),
    Row(HERE + "files/{file}/", POST, 405),
    # A file of somebody else's conversation, under one's own.
    row(HERE + "files/{other_file}/", GET),
    row("/proposals/{other}/files/{other_file}/", GET, freelancer=200, client=200),
    row("/proposals/{other}/messages/", GET, freelancer=200, client=200),
    # There is an invitation that waits already: back to the conversation.
    row(HERE + "interview/", GET, client=302),
    row(HERE + "interview/", POST, client=302),
    row(HERE + "interview/answer/", GET, ben=200),
    row(HERE + "interview/answer/", POST, ben=200),
    Row(HERE + "interview/take-back/", GET, 405),
    row(HERE + "interview/take-back/", POST, client=302),
    # No proposal has these numbers.
    row("/proposals/0/messages/", GET),
    row("/proposals/9223372036854775807/messages/", GET),
    row("/proposals/99999999999999999999999/messages/", GET),
    row("/proposals/0/messages/news/", GET, stranger=286),
    row(HERE + "files/99999999999999999999999/", GET),
]


@pytest.fixture
def readers(person, ben, cleo, ada, charlie, olga):
    return cast(person, ben, cleo, ada, charlie, olga)


@pytest.fixture
def names(proposal, say, send, cleo, ada):
    file = say("See this", files=[upload()]).attachments.get()
    other = send(cleo)
    other_file = say("And this", about=other, files=[upload()]).attachments.get()
    interviews.invite(proposal, by=ada)
    return {"proposal": proposal.pk, "file": file.pk, "other": other.pk, "other_file": other_file.pk}


@pytest.mark.parametrize("reader", READERS)
def test_what_is_not_yours_is_not_there(readers, names, reader):
    assert tried(TABLE, reader, readers, names) == []


def test_no_address_is_left_out(names):
    assert missing(urlpatterns, TABLE, names) == set()


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader not in (STRANGER, *PARTIES)])
def test_nobody_else_changes_anything(client, readers, names, reader):
    client.force_login(readers[reader])
    before = Message.objects.count()
    for tail in ("messages/", "interview/", "interview/answer/", "interview/take-back/"):
        typed = {"text": "Let me in", "answer": "accept", "files": upload()}
        assert client.post(f"/proposals/{names['proposal']}/{tail}", typed).status_code == 404
    assert Message.objects.count() == before


def test_strangers_are_led_back_after_logging_in(client, names):
    address = f"/proposals/{names['proposal']}/messages/"
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "head", "options"])
def test_other_methods_are_refused(client, readers, names, method):
    client.force_login(readers["ben"])
    for pattern in ("messages/", "messages/news/", f"files/{names['file']}/", "interview/answer/"):
        status = getattr(client, method)(f"/proposals/{names['proposal']}/{pattern}").status_code
        assert status in (404, 405), (method, pattern, status)


def test_every_button_asks_for_the_token(readers, names):
    from django.test import Client  # noqa: PLC0415

    strict = Client(enforce_csrf_checks=True)
    for reader, tails in (("ben", ["messages/", "interview/answer/"]), ("client", ["interview/take-back/"])):
        strict.force_login(readers[reader])
        for tail in tails:
            assert strict.post(f"/proposals/{names['proposal']}/{tail}", {"text": "x"}).status_code == 403
