"""Finding open jobs quickly whatever is asked for.

First the jobs next in order are looked through, so many and no more: what is common is found there at once. What is
rarer is gathered through the indexes and sorted after. Neither trusts the planner to guess how words and filters go
together. Best matches are ranked among the newest that match.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from jobs import paging
from jobs.criteria import KEYS, Criteria, Sort, matching
from jobs.matching import Rank, answering
from jobs.models import Job

SIZE = 20
# How many jobs are looked through in order before going by the indexes.
WALK = 1_000
# Best matches are looked for among so many of the newest that match at all.
RANKED = 500
_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """One page. `count` jobs answer, or more than that unless `exact`; None on later pages, which do not count."""

    jobs: list[Job] = field(default_factory=list)
    after: str = ""
    count: int | None = None
    exact: bool = True
    # Whether only the newest matches were ranked.
    newest_only: bool = False


def find(wanted: Criteria, sort: Sort, *, after: str = "") -> Found:
    """A page of open jobs. `after` is where the last page ended; anything else in it begins anew."""
    if sort == Sort.RELEVANCE and wanted.text:
        return _best(wanted, after)
    sort = Sort.NEWEST if sort == Sort.RELEVANCE else sort
    keys = KEYS[sort]
    place = paging.read(after, keys)
    ids, count, exact = _in_order(wanted, keys, place) if wanted else _all(keys, place)
    jobs = _rows(ids[:SIZE])
    more = paging.write(paging.place_of(jobs[-1], keys)) if len(ids) > SIZE and jobs else ""
    return Found(jobs, more, None if place else count, exact)


def _all(keys: Sequence[str], place: paging.Place | None) -> tuple[list[int], int, bool]:
    ids = list(_ordered(paging.beyond(Job.objects.open(), keys, place), keys).values_list("pk", flat=True)[: SIZE + 1])
    if place or len(ids) <= SIZE:
        return ids, len(ids), True
    count = Job.objects.open()[: _COUNTED + 1].count()
    return ids, min(count, _COUNTED), count <= _COUNTED


def _in_order(wanted: Criteria, keys: Sequence[str], place: paging.Place | None) -> tuple[list[int], int, bool]:
    open_jobs = paging.beyond(Job.objects.open(), keys, place)
    next_ones = _ordered(open_jobs, keys).values("pk")[:WALK]
    ids, count = _gather(matching(Job.objects.filter(pk__in=next_ones), wanted), keys, SIZE + 1)
    if len(ids) > SIZE:
        return ids, count, False
    ids, count = _gather(matching(open_jobs, wanted), keys, SIZE + 1)
    return ids, count, True


def _best(wanted: Criteria, after: str) -> Found:
    """Ranks as of the instant of the first page, which goes along, so that a new job does not shift the pages."""
    keys = ("published_at", "pk")
    assert wanted.text is not None
    begun, _, rest = after.partition("~")
    since = paging.read(begun, keys)
    place = paging.read(rest, ("rank", "pk")) if since else None
    candidates, count, exact = _candidates(wanted, keys, since)
    ranked = answering(wanted.text).filter(pk__in=candidates).annotate(rank=Rank(wanted.text))
    places = sorted(ranked.values_list("rank", "pk"), reverse=True)
    if place:
        places = [each for each in places if each < place]
    jobs = _rows([pk for _, pk in places[:SIZE]])
    if since is None and candidates:
        newest = _rows(candidates[:1])
        begun = paging.write(paging.place_of(newest[0], keys)) if newest else ""
    more = f"{begun}~{paging.write(places[SIZE - 1])}" if len(places) > SIZE and begun else ""
    return Found(jobs, more, None if place else count, exact, newest_only=count > len(candidates) or not exact)


def _candidates(wanted: Criteria, keys: Sequence[str], since: paging.Place | None) -> tuple[list[int], int, bool]:
    open_jobs = Job.objects.open()
    if since:
        open_jobs = open_jobs.filter(published_at__lte=since[0])
    newest = open_jobs.order_by("-published_at", "-pk").values("pk")[:WALK]
    ids, count = _gather(matching(Job.objects.filter(pk__in=newest), wanted), keys, RANKED)
    if len(ids) >= RANKED // 5:
        return ids, count, False
    ids, count = _gather(matching(open_jobs, wanted), keys, RANKED)
    return ids, count, True


def _gather(jobs: QuerySet[Job], keys: Sequence[str], limit: int) -> tuple[list[int], int]:
    """The first of these jobs in order, and how many there are. Found before they are sorted: the planner, told of the
    limit, would rather walk the whole order than use what it underrates."""
    try:
        sql, params = jobs.values_list(*keys).query.sql_with_params()
    except EmptyResultSet:
        return [], 0
    order = ", ".join(f"{place} DESC" for place in range(1, len(keys) + 1))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found AS MATERIALIZED ({sql}) SELECT *, COUNT(*) OVER () FROM found ORDER BY {order} LIMIT {limit}",
            params,
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [row[len(keys) - 1] for row in rows], rows[0][-1] if rows else 0


def _ordered(jobs: QuerySet[Job], keys: Sequence[str]) -> QuerySet[Job]:
    return jobs.order_by(*(f"-{key}" for key in keys))


def _rows(ids: list[int]) -> list[Job]:
    """What a list shows of these jobs, in this order."""
    jobs = (
        Job.objects.filter(pk__in=ids)
        .select_related("category", "client__client_profile")
        .prefetch_related("skills")
        .in_bulk()
    )
    return [jobs[pk] for pk in ids if pk in jobs]
