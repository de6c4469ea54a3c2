"""The task and the sweep may take up the same mail at the same moment; it is sent once."""

from functools import partial

import pytest
from django.core import mail as outbox

from common import clock, delivery, mail
from common.models import Mail
from tests.races import ORDERS, REPEATS, runners

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def race(rounds: int) -> int:
    """How many messages left in all the rounds."""
    with runners(4) as senders:
        for number in range(rounds):
            pk = mail.queue_written("ben@example.com", subject=f"Mail {number}", text="Words").pk
            assert all(isinstance(sent, bool) for sent in senders.together(*[partial(delivery.send, pk)] * 4))
    return len(outbox.outbox)


def test_a_mail_taken_up_by_several_workers_is_sent_once():
    assert race(REPEATS) == REPEATS
    assert Mail.objects.filter(sent_at__isnull=True).count() == 0


def test_control_without_the_claim_it_is_sent_twice(monkeypatch):
    def claim(pk):
        return Mail.objects.filter(pk=pk, next_try_at__lte=clock.real_now()).first()

    monkeypatch.setattr(delivery, "_claim", claim)
    assert race(ORDERS) > ORDERS
