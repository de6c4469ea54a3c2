"""What the page of a conversation shows: its messages by day, how it stands, and what can be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from proposals.models import Message, Proposal, Side, Thread
from proposals.talk import reading
from proposals.talk.interviews import INVITABLE, open_one
from proposals.talk.standing import why_closed

AT_ONCE = 50
# What one look for news brings at most; the next one brings more.
NEWS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One message; `day` only where a day begins with it."""

    message: Message
    own: bool
    day: date | None
    # Whether it follows one of the same person's: the name need not be said again.
    follows: bool


def lines(messages: Iterable[Message], *, side: Side, after: Message | None = None) -> list[Line]:
    """In their order, following `after`, which the reader has on the page already."""
    found, before = [], after
    for message in messages:
        today = _day(message)
        new_day = before is None or _day(before) != today
        follows = not new_day and before is not None and _alike(before, message)
        found.append(Line(message, message.side == side, today if new_day else None, follows))
        before = message
    return found


def latest(thread: Thread, *, before: int = 0) -> tuple[list[Message], bool]:
    """The newest messages, or those before one, oldest first; and whether there are earlier ones."""
    rows = _read_with(thread)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: AT_ONCE + 1])
    return found[AT_ONCE - 1 :: -1] if len(found) > AT_ONCE else found[::-1], len(found) > AT_ONCE


def since(thread: Thread, after: int) -> list[Message]:
    """What has come after one message, oldest first."""
    return list(_read_with(thread).filter(pk__gt=after).order_by("pk")[:NEWS_AT_ONCE])


def standing(proposal: Proposal, thread: Thread | None, side: Side) -> dict[str, Any]:
    """What is said above the words: an invitation that waits, why nothing is written any more, who has seen what."""
    closed = why_closed(proposal)
    waiting = open_one(proposal) if thread else None
    return {
        "proposal": proposal,
        "job": proposal.job,
        "thread": thread,
        "side": side,
        "client_side": side == Side.CLIENT,
        "closed": closed,
        "waiting": None if closed else waiting,
        "may_invite": may_invite(proposal, side) and not waiting,
        "may_write": not closed and (thread is not None or side == Side.CLIENT),
        "with_whom": proposal.author if side == Side.CLIENT else proposal.job.client,
    }


def seen(thread: Thread, side: Side, last: Message | None) -> datetime | None:
    """When the other side saw our last word; None when it is not ours, or not seen."""
    if last is None or last.side != side:
        return None
    return reading.seen_at(thread, side, last.pk)


def may_invite(proposal: Proposal, side: Side | None) -> bool:
    return side == Side.CLIENT and proposal.job.is_live and proposal.state in INVITABLE


def _read_with(thread: Thread) -> Any:
    return (
        Message.objects.filter(thread=thread)
        .select_related("author", "interview", "removal")
        .prefetch_related("attachments")
    )


def _day(message: Message) -> date:
    return timezone.localtime(message.sent_at).date()


def _alike(before: Message, message: Message) -> bool:
    return before.author_id == message.author_id and before.kind == message.kind == Message.Kind.WORDS
