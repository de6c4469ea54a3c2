"""Digests: what is not urgent waits in its mail's row until its person's digest is due, and goes out as a line of it.

Work by the site's clock. The person's pace is the row that is held meanwhile; the digest and that its lines went into
it are one transaction, so that a sweep killed anywhere, or two at once, put each line into one digest.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from common import kinds, mail
from common.models import Mail, MailPace
from common.reading import read_by
from common.unsubscribing import DIGEST

SWEEP = "common.digests"
_BATCH = 100


def send_due(at: datetime) -> int:
    """Send every digest that is due. Returns how many."""
    done = 0
    while sent := _send_some(at):
        done += sent
    return done


def next_due() -> datetime | None:
    """When the next digest comes that has something to say."""
    waiting = Mail.objects.waiting().order_by("collect_at")
    return waiting.values_list("collect_at", flat=True).first()


@transaction.atomic
def _send_some(at: datetime) -> int:
    due = Mail.objects.filter(collect_at__lte=at)
    paces = MailPace.objects.filter(Exists(due.filter(person=OuterRef("person"))))
    held = paces.select_for_update(skip_locked=True, of=("self",)).select_related("person").order_by("id")[:_BATCH]
    people = {pace.person_id: pace.person for pace in held}
    lines: dict[int, list[Mail]] = defaultdict(list)
    for line in due.filter(person__in=people).defer("text", "html").order_by("id"):
        assert line.person_id is not None
        lines[line.person_id].append(line)
    mail.queue_many([_digest(people[person], found) for person, found in lines.items() if people[person].is_active])
    told = [line.pk for found in lines.values() for line in found]
    Mail.objects.filter(pk__in=told).update(collect_at=None, collected_at=at)
    return len(lines)


def _digest(person: Any, lines: list[Mail]) -> Mail:
    grouped: dict[str, list[Mail]] = defaultdict(list)
    for line in lines:
        kind = kinds.KINDS.get(line.kind)
        grouped[kind.group if kind else ""].append(line)
    with read_by(person):
        return mail.compose(
            person.email,
            template="digest",
            context={
                "person": person,
                "groups": [
                    (group and group.label, grouped[group]) for group in (*kinds.Group, "") if group in grouped
                ],
                "count": len(lines),
            },
            # The last line of it is in no other.
            reference=f"digest:{lines[-1].pk}",
            person=person,
            kind=DIGEST,
            link="/notifications/",
        )
