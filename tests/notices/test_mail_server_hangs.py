"""A mail server that takes the call and says nothing: no page waits for it, no mail is lost, and giving up is seen."""

import socket
import time
from collections.abc import Iterator

import pytest
from django.core import mail as outbox
from django.urls import reverse

from accounts.agencies import founding
from common import clock, delivery, preferences
from common.models import Mail
from proposals import services as proposals
from proposals.models import Proposal
from tests.books import assert_books_balance
from tests.proposals.conftest import LETTER, endow

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanging(settings) -> Iterator[socket.socket]:
    """It listens, and that is all it does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        settings.EMAIL_TIMEOUT = 0.3
        server.settimeout(0.05)
        yield server


def was_called(server: socket.socket) -> bool:
    try:
        server.accept()[0].close()
    except TimeoutError:
        return False
    return True


def heals(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def calls_nobody(client, hanging, django_capture_on_commit_callbacks):
    """Post to a page, and see that it queued mail without a call: `calls_nobody(ben, "/newsletter/", email="...")`."""

    def post(who, address: str, **said: str) -> None:
        if who is not None:
            client.force_login(who)
        before, began = Mail.objects.going().count(), time.monotonic()
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(address, said).status_code == 302
        took = time.monotonic() - began
        assert not was_called(hanging)
        assert Mail.objects.going().count() == before + 1
        # Ten times what the call alone would cost the page at the site's own patience.
        assert took < 10, took

    return post


def test_a_page_that_causes_mail_does_not_call_it(calls_nobody):
    calls_nobody(None, "/newsletter/", email="reader@example.com")


def test_sending_a_proposal_does_not_call_it(calls_nobody, ben, job):
    # A price of 4 takes the balance below the 10 of which its owner is told.
    endow(ben, 12)
    calls_nobody(ben, f"/jobs/{job.pk}/apply/", letter=LETTER, bid="450")
    assert Proposal.objects.get().author == ben
    assert Mail.objects.get().kind == "low_balance"
    assert_books_balance()


_OFFER = {"title": "The logo", "scope": "All of it.", "amount": "450", "unit": "fixed"}


@pytest.mark.parametrize(("act", "said"), [("decline", {"reason": "The timing does not fit"}), ("offer", _OFFER)])
def test_the_clients_answer_to_a_proposal_does_not_call_it(calls_nobody, ada, ben, job, act, said):
    endow(ben, 40)
    sent = proposals.submit(job, author=ben, letter=LETTER, bid_minor=45_000, answers={})
    starts = {"starts_on": clock.now().date().isoformat()} if act == "offer" else {}
    calls_nobody(ada, f"/proposals/{sent.pk}/{act}/", **said, **starts)
    assert Mail.objects.get().to == ben.email
    assert_books_balance()


@pytest.mark.parametrize("mailbox", ["eva@example.com", "cleo@example.com"])
def test_inviting_to_an_agency_does_not_call_it(calls_nobody, ben, cleo, mailbox):
    guild = founding.found(ben, name="Fieldstone")
    calls_nobody(ben, f"/agencies/{guild.handle}/invite/", email=mailbox, role="member")
    assert guild.invitations.get().email == mailbox
    assert Mail.objects.get().to == mailbox


def test_nothing_is_lost_and_all_of_it_comes_once_when_it_is_back(news, hanging, settings):
    for number in range(5):
        news("message", number)
    for _ in range(3):
        with pytest.raises((TimeoutError, OSError)):
            delivery.send_due()
    assert was_called(hanging)
    assert set(Mail.objects.values_list("attempts", flat=True)) == {0}
    heals(settings)
    assert delivery.send_due() == 5
    assert delivery.send_due() == 0
    assert len(outbox.outbox) == 5
    assert_books_balance()


def test_tried_one_by_one_it_is_given_up_where_operators_look_and_health_goes_on(
    news, hanging, settings, client, olga
):
    news("message")
    mail = Mail.objects.get()
    for _ in range(7):
        Mail.objects.update(next_try_at=clock.real_now())
        delivery.send(mail.pk)
    mail.refresh_from_db()
    assert mail.state == "Given up"
    assert "timed out" in mail.error
    assert "mail: nothing waits" in client.get("/healthz/").content.decode()
    client.force_login(olga)
    desk = client.get(reverse("admin:index")).content.decode()
    assert "Mail given up" in desk
    address = reverse("admin:common_mail_changelist")
    assert "Given up" in client.get(address, {"state": "given_up"}).content.decode()
    assert mail.subject not in client.get(address, {"state": "going"}).content.decode()
    heals(settings)
    client.post(address, {"action": "send_again", "_selected_action": [mail.pk]})
    assert delivery.send_due() == 1


def test_what_waits_for_a_digest_is_not_given_up(news, ben, client, olga):
    preferences.set_pace(ben, pace="daily", hour=8)
    news("message")
    assert not Mail.objects.given_up().exists()
    client.force_login(olga)
    address = reverse("admin:common_mail_changelist")
    assert "message 1" in client.get(address, {"state": "waiting"}).content.decode()
    client.post(address, {"action": "send_again", "_selected_action": [Mail.objects.get().pk]})
    assert Mail.objects.get().state == "Waits for a digest"
