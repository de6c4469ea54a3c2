"""Reading another table by its ids, a little later than it is written, so that nothing is passed over.

A row's id is taken before its transaction commits, so a lower id may appear after a higher one. A bookmark therefore
looks ahead to the highest id there is, and reads up to it only once every transaction that ran at that moment is over.
SQLite has one writer at a time: there ids appear in order, and what is there can be read.
"""

from collections.abc import Callable

from django.db import connection, transaction

from common.models import Bookmark


def read_on(
    name: str,
    *,
    begin: Callable[[], int],
    highest: Callable[[], int],
    chunk: int,
    read: Callable[[int, int], int],
) -> int:
    """Read everything new. `read(after, upto)` deals with the ids between, in a transaction that moves the bookmark.

    The first time of all, what is up to the id `begin` counts as read.
    Returns the sum of what it returned. Killed anywhere, the next run goes on; two at once do not get in each other's
    way, because the bookmark is held while it is read on.
    """
    _put_in(name, begin)
    _look_ahead(name, highest)
    done = 0
    while (some := _read_some(name, chunk, read)) is not None:
        done += some
    return done


def _put_in(name: str, begin: Callable[[], int]) -> None:
    if not Bookmark.objects.filter(name=name).exists():
        first = begin()
        Bookmark.objects.get_or_create(name=name, defaults={"reached": first, "ahead": first})


def place(name: str) -> Bookmark:
    """Where the bookmark is; at the beginning when nobody has read yet."""
    return Bookmark.objects.filter(name=name).first() or Bookmark(name=name)


@transaction.atomic
def _look_ahead(name: str, highest: Callable[[], int]) -> None:
    mark = Bookmark.objects.select_for_update(skip_locked=True).filter(name=name).first()
    if mark is None or mark.ahead > mark.reached:
        return
    # In this order: whoever took an id up to `ahead` had begun to write by then, and is below the horizon.
    mark.ahead = max(highest(), mark.reached)
    mark.horizon = _horizon()
    mark.save(update_fields=["ahead", "horizon"])


@transaction.atomic
def _read_some(name: str, chunk: int, read: Callable[[int, int], int]) -> int | None:
    mark = Bookmark.objects.select_for_update(skip_locked=True).filter(name=name).first()
    if mark is None or mark.ahead == mark.reached or not _is_over(mark.horizon):
        return None
    upto = min(mark.reached + chunk, mark.ahead)
    done = read(mark.reached, upto)
    mark.reached = upto
    mark.save(update_fields=["reached"])
    return done


def _horizon() -> int:
    """The number that the next transaction to write will get."""
    return _ask("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint") if _numbered() else 0


def _is_over(horizon: int) -> bool:
    """Whether every other transaction below the horizon has ended."""
    running = "SELECT COUNT(*) FROM pg_snapshot_xip(pg_current_snapshot()) AS x(id) WHERE x.id::text::bigint < %s"
    return not _numbered() or _ask(running, horizon) == 0


def _ask(sql: str, *params: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.fetchone()[0])


def _numbered() -> bool:
    return connection.vendor == "postgresql"
