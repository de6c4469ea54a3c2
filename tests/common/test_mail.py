"""Mail is a row before it is sent, is sent once, and survives a mail server that is down."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.urls import reverse

from common import clock, delivery, mail
from common.models import Mail

pytestmark = pytest.mark.django_db


def write(to: str = "ben@example.com", **fields: str) -> Mail | None:
    return mail.queue_written(to, **{"subject": "Hello", "text": "Words", **fields})


class Down(EmailBackend):
    """A mail server that cannot be reached."""

    def open(self):
        raise ConnectionRefusedError("nobody listens")


class Moody(EmailBackend):
    """A mail server that hangs up on Ben."""

    def send_messages(self, messages):
        if "ben@example.com" in messages[0].to:
            raise SMTPServerDisconnected("hung up")
        return super().send_messages(messages)


def test_a_queued_mail_is_sent_once_with_both_its_bodies():
    queued = write(html="<p>Words</p>")
    assert delivery.send_due() == 1
    assert delivery.send_due() == 0
    [message] = outbox.outbox
    assert (message.to, message.subject, message.body) == (["ben@example.com"], "Hello", "Words")
    assert message.alternatives[0].content == "<p>Words</p>"
    queued.refresh_from_db()
    assert queued.sent_at is not None
    assert queued.next_try_at is None
    assert delivery.next_due() is None


def test_the_same_cause_writes_one_mail():
    assert write(reference="welcome:7") is not None
    assert write(reference="welcome:7") is None
    assert write() is not None
    assert write() is not None
    assert Mail.objects.count() == 3


def test_many_mails_are_written_at_once_each_cause_once():
    write(reference="welcome:1")
    mail.queue_many([mail._row("cleo@example.com", "Hi", "Words", "", f"welcome:{n}") for n in (1, 2, 3)])
    assert Mail.objects.count() == 3


def test_a_subject_cannot_smuggle_a_header_in():
    write(subject="Hello\r\nBcc: everybody@example.com")
    assert delivery.send_due() == 1
    assert outbox.outbox[0].subject == "Hello Bcc: everybody@example.com"


def test_a_mail_rolled_back_with_its_cause_was_never_there():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert delivery.send_due() == 0


def test_the_commit_hands_the_mail_to_the_worker(django_capture_on_commit_callbacks, monkeypatch):
    asked = []
    monkeypatch.setattr(mail.send_mail, "apply_async", lambda args, **_: asked.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        queued = write()
        assert asked == []
    assert asked == [(queued.pk,)]


def test_a_mail_server_that_is_down_costs_no_mail_its_tries(settings):
    queued = write()
    settings.EMAIL_BACKEND = "tests.common.test_mail.Down"
    with pytest.raises(ConnectionRefusedError):
        delivery.send_due()
    queued.refresh_from_db()
    assert (queued.attempts, queued.next_try_at <= clock.real_now()) == (0, True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert delivery.send_due() == 1


def test_one_refused_mail_waits_and_the_others_go_out(settings):
    settings.EMAIL_BACKEND = "tests.common.test_mail.Moody"
    refused, fine = write(), write("cleo@example.com")
    assert delivery.send_due() == 1
    refused.refresh_from_db()
    fine.refresh_from_db()
    assert fine.sent_at is not None
    assert (refused.sent_at, refused.attempts, refused.error) == (None, 1, "hung up")
    pause = refused.next_try_at - clock.real_now()
    assert timedelta(seconds=50) < pause <= timedelta(minutes=1)


def test_after_its_last_try_a_mail_is_given_up_and_kept(settings):
    settings.EMAIL_BACKEND = "tests.common.test_mail.Moody"
    refused = write()
    for _ in range(7):
        Mail.objects.filter(next_try_at__isnull=False).update(next_try_at=clock.real_now())
        delivery.send_due()
    refused.refresh_from_db()
    assert (refused.attempts, refused.next_try_at, refused.sent_at) == (7, None, None)
    assert refused.error == "hung up"


def test_a_worker_killed_while_sending_leaves_the_mail_for_a_later_try(settings, monkeypatch):
    class Killed(BaseException):
        pass

    def die(*_):
        raise Killed

    queued = write()
    monkeypatch.setattr(EmailBackend, "send_messages", die)
    with pytest.raises(Killed):
        delivery.send(queued.pk)
    monkeypatch.undo()
    assert delivery.send_due() == 0
    Mail.objects.update(next_try_at=clock.real_now())
    assert delivery.send_due() == 1


def test_mail_does_not_wait_for_the_demo_clock(settings):
    settings.DEMO = True
    clock.move_to(clock.now() + timedelta(days=30))
    write()
    assert delivery.send_due() == 1


def test_an_operator_can_have_a_mail_tried_again_that_was_given_up(client, olga, settings):
    given_up, sent = write(subject="Given up"), write(subject="Sent")
    delivery.send(sent.pk)
    Mail.objects.filter(pk=given_up.pk).update(next_try_at=None, attempts=7, error="mailbox full")
    client.force_login(olga)
    chosen = {"action": "send_again", "_selected_action": [given_up.pk, sent.pk]}
    page = client.post(reverse("admin:common_mail_changelist"), chosen, follow=True)
    assert "1 to be sent" in page.content.decode()
    assert LogEntry.objects.get().object_id == str(given_up.pk)
    assert delivery.send_due() == 1
    assert [message.subject for message in outbox.outbox] == ["Sent", "Given up"]


def test_an_operator_without_that_right_cannot(client, person):
    given_up = write()
    Mail.objects.update(next_try_at=None)
    helper = person("Hanna", is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename="view_mail"))
    client.force_login(helper)
    client.post(reverse("admin:common_mail_changelist"), {"action": "send_again", "_selected_action": [given_up.pk]})
    assert delivery.send_due() == 0
