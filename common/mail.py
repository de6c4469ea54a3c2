"""Mail is a row first, written in the transaction that caused it, and sent after the commit (common.delivery)."""

import re
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from common import clock
from common.kinds import KINDS
from common.letters import NEWSLETTER, UNSUBSCRIBE
from common.models import Mail
from common.models.mail import Mails
from common.queue import soon
from common.tasks import run_sweep, send_mail

SWEEP = "common.mail"
_GAPS = re.compile(r"\n{3,}")


def queue(to: str, *, template: str, context: dict[str, Any] | None = None, reference: str = "") -> Mail | None:
    """Write a mail from `emails/<template>.txt` and `.html`; the text's first line is its subject.

    With a `reference` it is written once; None when it had been written before.
    """
    return _queue(compose(to, template=template, context=context, reference=reference))


def withdraw_newsletters(email: str) -> None:
    """Newsletters to this address that are not sent yet are not sent."""
    Mail.objects.going().filter(kind=NEWSLETTER, to__iexact=email).delete()


def queue_written(to: str, *, subject: str, text: str, html: str = "", reference: str = "") -> Mail | None:
    """Write a mail whose words are already there. Otherwise as `queue`."""
    return _queue(_row(to, subject, text, html, reference))


def queue_many(mails: list[Mail]) -> None:
    """Write composed mails in few statements; those whose reference was written before are passed over."""
    if mails:
        Mail.objects.bulk_create(mails, ignore_conflicts=True, batch_size=200)
        soon(run_sweep, SWEEP)


def again(mails: Mails) -> int:
    """Begin anew with those of the mails that were not sent, given up or not. Returns how many."""
    begun = mails.unsent().update(attempts=0, next_try_at=clock.real_now(), error="")
    soon(run_sweep, SWEEP)
    return begun


def compose(
    to: str,
    *,
    template: str,
    context: dict[str, Any] | None = None,
    reference: str = "",
    person: Any = None,
    kind: str = "",
    link: str = "",
) -> Mail:
    """The mail that `queue` would write, for `queue_many`. Templates also get `site_name` and `site_url`.

    Of a `kind` it says in its footer how to end such mail; common.telling asks first whether it is wanted.
    """
    facts = {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "mail_kind": KINDS.get(kind),
        "unsubscribe": UNSUBSCRIBE if kind else "",
        **(context or {}),
    }
    subject, _, text = render_to_string(f"emails/{template}.txt", facts).strip().partition("\n")
    html = render_to_string(f"emails/{template}.html", facts)
    # A part that says nothing leaves its blank lines behind.
    mail = _row(to, subject, _GAPS.sub("\n\n", text.strip()) + "\n", html, reference)
    mail.person, mail.kind, mail.link = person, kind, link
    return mail


def _row(to: str, subject: str, text: str, html: str, reference: str) -> Mail:
    now = clock.real_now()
    one_line = " ".join(subject.split())[:200]
    return Mail(to=to, subject=one_line, text=text, html=html, reference=reference, queued_at=now, next_try_at=now)


def _queue(mail: Mail) -> Mail | None:
    if mail.reference:
        Mail.objects.bulk_create([mail], ignore_conflicts=True)
        mine = Mail.objects.filter(reference=mail.reference, queued_at=mail.queued_at).first()
        if mine is None:
            return None
        mail = mine
    else:
        mail.save()
    soon(send_mail, mail.pk)
    return mail
