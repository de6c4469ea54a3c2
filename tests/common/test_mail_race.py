"""The task and the sweep may take up the same mail at the same moment; it is sent once."""

import threading

import pytest
from django.core import mail as outbox
from django.db import connection

from common import clock, delivery, mail
from common.models import Mail

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
REPEATS, SENDERS = 50, 4


def send_at_once(pk: int) -> None:
    ready = threading.Barrier(SENDERS)

    def send() -> None:
        try:
            ready.wait()
            delivery.send(pk)
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()


def race() -> int:
    """How many messages left in all the repeats."""
    for number in range(REPEATS):
        send_at_once(mail.queue_written("ben@example.com", subject=f"Mail {number}", text="Words").pk)
    return len(outbox.outbox)


def test_a_mail_taken_up_by_several_workers_is_sent_once():
    assert race() == REPEATS
    assert Mail.objects.filter(sent_at__isnull=True).count() == 0


def test_the_control_without_the_claim_sends_some_twice(monkeypatch):
    monkeypatch.setattr(delivery, "_claim", lambda pk: Mail.objects.get(pk=pk, next_try_at__lte=clock.real_now()))
    monkeypatch.setattr(threading, "excepthook", lambda *_: None)
    assert race() > REPEATS
