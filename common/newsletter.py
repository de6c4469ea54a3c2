"""Sending an issue of the newsletter: mails for a batch of subscribers at a time, until all of them have one.

The issue's row is held meanwhile and says up to whom they are written; a batch and that it is written are one
transaction. Killed anywhere, the next run goes on, and each subscriber has it once.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common import clock, mail
from common.letters import NEWSLETTER
from common.models import Issue, Mail, Subscriber
from common.queue import soon
from common.tasks import run_sweep

SWEEP = "common.newsletter"
_BATCH = 500


def begin(issue: Issue) -> None:
    """Send it to everybody who is subscribed. Raises ValidationError when that had begun before."""
    begun = Issue.objects.filter(pk=issue.pk, sending_since=None).update(sending_since=clock.real_now())
    if not begun:
        raise ValidationError(_("This issue is being sent already."))
    soon(run_sweep, SWEEP)


def send_due(at: datetime) -> int:  # noqa: ARG001 - mail goes by real time
    """Write the mails of every issue under way. Returns how many."""
    done = 0
    while (written := _send_some()) is not None:
        done += written
    return done


def next_due() -> datetime | None:
    """Since when an issue waits to be sent, in real time."""
    waiting = Issue.objects.filter(sending_since__isnull=False, done_at=None).order_by("sending_since")
    return waiting.values_list("sending_since", flat=True).first()


def subscribed() -> int:
    """How many would get an issue now."""
    return Subscriber.objects.filter(unsubscribed_at=None).count()


@transaction.atomic
def _send_some() -> int | None:
    """The next batch of the oldest issue under way; None when there is none, or another sweep is at it."""
    under_way = Issue.objects.filter(sending_since__isnull=False, done_at=None).order_by("sending_since", "id")
    issue = under_way.select_for_update(skip_locked=True).first()
    if issue is None:
        return None
    after = Subscriber.objects.filter(unsubscribed_at=None, pk__gt=issue.reached).order_by("pk")
    batch = list(after[:_BATCH])
    if batch:
        letter = compose(issue)
        mail.queue_many([_to(each, letter, issue) for each in batch])
        issue.reached, issue.sent = batch[-1].pk, issue.sent + len(batch)
    else:
        issue.done_at = clock.real_now()
    issue.save(update_fields=["reached", "sent", "done_at"])
    return len(batch)


def compose(issue: Issue) -> Mail:
    """The issue as a mail to nobody yet: the same words for all, with the place for each one's own link."""
    paragraphs = [part.strip() for part in issue.text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return mail.compose("", template="newsletter", context={"issue": issue, "paragraphs": paragraphs}, kind=NEWSLETTER)


def _to(subscriber: Subscriber, letter: Mail, issue: Issue) -> Mail:
    return Mail(
        to=subscriber.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        kind=NEWSLETTER,
        queued_at=letter.queued_at,
        next_try_at=letter.next_try_at,
        reference=f"newsletter:{issue.pk}:{subscriber.pk}",
    )
