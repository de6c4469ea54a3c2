"""One line in somebody's notice centre, once per cause."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from common import clock
from common.models import Notice

# The bell need not count further: "99+".
MOST_COUNTED = 100


def give(person: Any, *, kind: str, text: str, reference: str, link: str = "") -> None:
    """Tell a person something. The same reference twice tells it once."""
    give_many([Notice(person=person, kind=kind, text=text, link=link, reference=reference)])


def give_many(notices: list[Notice]) -> None:
    """Tell many people in one statement; those who were told before are passed over."""
    for notice in notices:
        notice.created_at = clock.now()
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)


def of(person: Any, *, kinds: Collection[str] | None = None, unread: bool = False) -> QuerySet[Notice]:
    """Everything that the person was told; of some kinds, or what is unread of it."""
    told = Notice.objects.filter(person=person)
    if kinds is not None:
        told = told.filter(kind__in=kinds)
    return told.filter(read_at__isnull=True) if unread else told


def unread_count(person: Any) -> int:
    """How many notices the person has not read, counted up to MOST_COUNTED."""
    return of(person, unread=True)[:MOST_COUNTED].count()


def mark_read(
    person: Any,
    *,
    one: int | None = None,
    up_to: int | None = None,
    kinds: Collection[str] | None = None,
    reference: str | None = None,
    at: datetime | None = None,
) -> int:
    """Mark one notice of the person as read, or that of one cause, or all that are not newer than `up_to`.

    Returns how many were unread.
    """
    unread = of(person, kinds=kinds, unread=True)
    if one is not None:
        unread = unread.filter(pk=one)
    if reference is not None:
        unread = unread.filter(reference=reference)
    if up_to is not None:
        unread = unread.filter(pk__lte=up_to)
    return unread.update(read_at=at or clock.now())
