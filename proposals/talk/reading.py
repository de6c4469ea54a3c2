"""How far each has read: "Seen 12:04" for the other side, a number for oneself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Max, Q, Value, When

from accounts.models import User
from common import clock, notices
from proposals.models import ReadMark, Side, Thread
from proposals.talk import parties, policy

# Nobody needs the exact number of a hundred conversations: "99+".
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Glance:
    """How a conversation stands for one reader: its newest message, and how far the other side has seen it."""

    newest: int
    seen: int
    unread: bool


def glance(person: User, proposal_id: int) -> Glance | None:
    """In one query, which also asks whether the person may read it at all: None if not."""
    mine, theirs = Q(marks__person=person), Q(marks__side=Case(_client(person), default=Value(Side.CLIENT)))
    found = (
        parties.threads_of(person)
        .filter(pk=proposal_id)
        .annotate(
            seen=Max("marks__reached", filter=theirs),
            to_read=Max("marks__newest", filter=mine),
            have_read=Max("marks__reached", filter=mine),
        )
        .values_list("newest", "seen", "to_read", "have_read")
        .first()
    )
    if found is None:
        return None
    newest, seen, to_read, have_read = found
    return Glance(newest, seen or 0, (to_read or 0) > (have_read or 0))


def seen_at(thread: Thread, side: Side, message_id: int) -> datetime | None:
    """When the other side had read as far as this message of ours; None while they have not."""
    theirs = thread.marks.exclude(side=side).filter(reached__gte=message_id)
    return theirs.order_by("reached_at").values_list("reached_at", flat=True).first()


def read(thread_id: int, person: User, *, up_to: int) -> bool:
    """The person has seen everything up to that message. True when some of it was new to them.

    What comes at this very instant stays unread, and is told of in its time.
    """
    mark = ReadMark.objects.filter(thread=thread_id, person=person, newest__gt=F("reached"), reached__lt=up_to).first()
    if mark is None:
        return False
    now = clock.now()
    still = When(newest__gt=up_to, then=Value(now + policy.tell_after()))
    ReadMark.objects.filter(pk=mark.pk, reached__lt=up_to).update(
        reached=up_to, reached_at=now, told=False, tell_at=Case(still, default=None)
    )
    if mark.told:
        notices.mark_read(person, reference=told_as(mark))
    return True


def told_as(mark: ReadMark) -> str:
    """What is unread is told of once, until its reader has read again."""
    return f"message:{mark.thread_id}:{mark.reached}"


def unread_threads(person: User) -> int:
    """In how many conversations something waits to be read, counted up to MOST_COUNTED; one query."""
    waiting = ReadMark.objects.filter(person=person, newest__gt=F("reached"))
    return waiting.filter(thread__in=parties.threads_of(person))[:MOST_COUNTED].count()


def unread_in(person: User, proposals: Collection[int]) -> dict[int, int]:
    """How many messages the person has not read, for each of these proposals that has some; one query."""
    waiting = ReadMark.objects.filter(person=person, thread__in=proposals, newest__gt=F("reached"))
    new = Q(thread__messages__id__gt=F("reached")) & ~Q(thread__messages__side=F("side"))
    counted = waiting.filter(thread__in=parties.threads_of(person)).annotate(new=Count("thread__messages", filter=new))
    return dict(counted.values_list("thread_id", "new"))


def _client(person: User) -> When:
    return When(client=person, then=Value(Side.FREELANCER))
