"""Mail is a row first, written in the transaction that caused it, and sent after the commit.

A dead mail server or queue costs minutes, never a mail: the sweep tries again with growing pauses.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string

from common import clock
from common.models import Mail

log = logging.getLogger(__name__)
# Real minutes before each further try; after the last the mail is given up and shown to operators.
_PAUSES = (1, 5, 15, 60, 240, 720)


def queue(to: str, *, template: str, context: dict[str, Any] | None = None, reference: str = "") -> Mail | None:
    """Write a mail from `emails/<template>.txt` and `.html`; the text's first line is its subject.

    With a `reference` it is written once; None when it had been written before.
    """
    subject, _, text = render_to_string(f"emails/{template}.txt", context).strip().partition("\n")
    html = render_to_string(f"emails/{template}.html", context)
    return queue_written(to, subject=subject.strip(), text=text.strip() + "\n", html=html, reference=reference)


def queue_written(to: str, *, subject: str, text: str, html: str = "", reference: str = "") -> Mail | None:
    """Write a mail whose words are already there. Otherwise as `queue`."""
    now = clock.real_now()
    mail = Mail(to=to, subject=subject[:200], text=text, html=html, reference=reference)
    mail.queued_at, mail.next_try_at = now, now
    if reference:
        Mail.objects.bulk_create([mail], ignore_conflicts=True)
        return Mail.objects.filter(reference=reference, queued_at=now).first()
    mail.save()
    return mail


def send_due(at: datetime | None = None) -> int:  # noqa: ARG001 - mail goes by real time, whatever the demo clock says
    """Send every mail whose next try has come. Returns how many went out."""
    sent = 0
    for pk in (
        Mail.objects.filter(next_try_at__lte=clock.real_now())
        .order_by("next_try_at")
        .values_list("pk", flat=True)[:500]
    ):
        sent += send(pk)
    return sent


def send(pk: int) -> bool:
    """Try one mail now. The row is claimed first, so that two workers do not both send it."""
    now = clock.real_now()
    with transaction.atomic():
        mail = Mail.objects.select_for_update(skip_locked=True).filter(pk=pk, next_try_at__lte=now).first()
        if mail is None:
            return False
        pause = _PAUSES[mail.attempts] if mail.attempts < len(_PAUSES) else None
        mail.attempts += 1
        mail.next_try_at = now + timedelta(minutes=pause) if pause else None
        mail.save(update_fields=["attempts", "next_try_at"])
    try:
        message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to])
        if mail.html:
            message.attach_alternative(mail.html, "text/html")
        message.send()
    except Exception as refused:
        log.warning("mail %s not sent: %s", pk, refused)
        Mail.objects.filter(pk=pk).update(error=str(refused)[:500])
        return False
    Mail.objects.filter(pk=pk).update(sent_at=clock.real_now(), next_try_at=None, error="")
    return True
