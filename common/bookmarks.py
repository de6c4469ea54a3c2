"""Reading an append-only table by its ids, a little later than it is written, so that nothing is passed over.

A row's id is taken before its transaction commits, so a lower id may appear after a higher one. A bookmark therefore
looks ahead to the highest id there is, and reads up to it only once every transaction is over that was writing to the
table at that moment. SQLite has one writer at a time: there ids appear in order, and what is there can be read.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from common.models import Bookmark

_WRITERS = """
    SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND relation = %s::regclass
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND pid <> pg_backend_pid()
"""


def read_on(
    name: str, rows: QuerySet[Any], *, begin: Callable[[], int], chunk: int, read: Callable[[int, int], int]
) -> int:
    """Read what is new of the table of `rows`. `read(after, upto)` deals with the ids between, in a transaction that
    moves the bookmark. The first time of all, what is up to the id `begin` counts as read.

    Returns the sum of what `read` returned. Killed anywhere, the next run goes on; two at once do not get in each
    other's way, because the bookmark is held while it is read on.
    """
    _put_in(name, begin)
    _look_ahead(name, rows)
    done = 0
    while (some := _read_some(name, rows, chunk, read)) is not None:
        done += some
    return done


def place(name: str) -> Bookmark:
    """Where the bookmark is; at the beginning when nobody has read yet."""
    return Bookmark.objects.filter(name=name).first() or Bookmark(name=name)


def _put_in(name: str, begin: Callable[[], int]) -> None:
    if not Bookmark.objects.filter(name=name).exists():
        first = begin()
        Bookmark.objects.get_or_create(name=name, defaults={"reached": first, "ahead": first})


@transaction.atomic
def _look_ahead(name: str, rows: QuerySet[Any]) -> None:
    mark = Bookmark.objects.select_for_update(skip_locked=True).filter(name=name).first()
    if mark is None or mark.ahead > mark.reached:
        return
    # In this order: whoever has taken an id up to `ahead` holds the table by now, or is over.
    highest = rows.aggregate(highest=Max("pk"))["highest"] or 0
    mark.ahead, mark.waits_for = max(highest, mark.reached), _writers(rows)
    mark.save(update_fields=["ahead", "waits_for"])


@transaction.atomic
def _read_some(name: str, rows: QuerySet[Any], chunk: int, read: Callable[[int, int], int]) -> int | None:
    mark = Bookmark.objects.select_for_update(skip_locked=True).filter(name=name).first()
    if mark is None or mark.ahead == mark.reached:
        return None
    if mark.waits_for and not set(mark.waits_for).isdisjoint(_writers(rows)):
        return None
    upto = min(mark.reached + chunk, mark.ahead)
    done = read(mark.reached, upto)
    mark.reached, mark.waits_for = upto, []
    mark.save(update_fields=["reached", "waits_for"])
    return done


def _writers(rows: QuerySet[Any]) -> list[str]:
    """The transactions that are writing to the table now. Each took hold of it before it took an id."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS, [rows.model._meta.db_table])
        return sorted(name for (name,) in cursor.fetchall())
