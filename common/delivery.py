"""Sending queued mail. A dead mail server or queue costs minutes, never a mail: tries go on with growing pauses.

Mail goes by real time, whatever the demo clock says.
"""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from common import clock, letters
from common.models import Mail

log = logging.getLogger(__name__)
# Real minutes before each further try; after the last the mail is given up and shown to operators.
_PAUSES = (1, 5, 15, 60, 240, 720)
# Seconds after which a sweep leaves the rest to the next one: well under a task's time limit.
_ENOUGH = 300.0


def send_due(at: datetime | None = None) -> int:  # noqa: ARG001 - a sweep is told the site's instant; mail has its own
    """Send every mail whose next try has come, over one connection. Returns how many went out."""
    sent, began = 0, time.monotonic()
    connection = get_connection()
    try:
        for pk in _due():
            # A mail server that is down fails the sweep here, before any mail has used up one of its tries.
            connection.open()
            if send(pk, connection=connection):
                sent += 1
            else:
                connection.close()
            if time.monotonic() - began > _ENOUGH:
                break
    finally:
        connection.close()
    return sent


def next_due() -> datetime | None:
    """When the next try of any mail comes, in real time."""
    waiting = Mail.objects.filter(next_try_at__isnull=False).order_by("next_try_at")
    return waiting.values_list("next_try_at", flat=True).first()


def send(pk: int, *, connection: BaseEmailBackend | None = None) -> bool:
    """Try one mail now. The row is claimed first, so that two workers do not both send it."""
    mail = _claim(pk)
    if mail is None:
        return False
    try:
        message = EmailMultiAlternatives(
            mail.subject, letters.text(mail), to=[mail.to], headers=letters.headers(mail), connection=connection
        )
        if mail.html:
            message.attach_alternative(letters.html(mail), "text/html")
        message.send()
    except Exception as refused:
        # Whatever the mail server or its connection raises, the row keeps it and a later try follows.
        log.warning("mail %s not sent: %s", pk, refused)
        Mail.objects.filter(pk=pk).update(error=str(refused)[:500])
        return False
    Mail.objects.filter(pk=pk).update(sent_at=clock.real_now(), next_try_at=None, error="")
    return True


def _due() -> Iterator[int]:
    """The ids of due mails, oldest first, each once in this run; read in batches, so that new mail is seen too."""
    seen: set[int] = set()
    while True:
        due = Mail.objects.filter(next_try_at__lte=clock.real_now()).order_by("next_try_at", "id")
        batch = [pk for pk in due.values_list("pk", flat=True)[:200] if pk not in seen]
        if not batch:
            return
        seen.update(batch)
        yield from batch


@transaction.atomic
def _claim(pk: int) -> Mail | None:
    now = clock.real_now()
    mail = Mail.objects.select_for_update(skip_locked=True).filter(pk=pk, next_try_at__lte=now).first()
    if mail is None:
        return None
    pause = _PAUSES[mail.attempts] if mail.attempts < len(_PAUSES) else None
    mail.attempts += 1
    # Before the try, not after: a worker killed while sending must neither lose the mail nor block it.
    mail.next_try_at = now + timedelta(minutes=pause) if pause else None
    mail.save(update_fields=["attempts", "next_try_at"])
    return mail
