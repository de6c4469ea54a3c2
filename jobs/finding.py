"""The two ways to find listed jobs, in SQL that both engines read. Each answers with the first matches beyond a place
in an order, and with how many there are.

Matches are found before they are sorted. Told of order and limit at once, a planner that underrates what matches would
walk the whole order, one job after the other.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from jobs.criteria import Criteria, matching
from jobs.models import Listing
from jobs.paging import Place

Matches = tuple[list[int], int]


def walk(wanted: Criteria, keys: Sequence[str], place: Place | None, *, steps: int, limit: int) -> Matches:
    """Among the next so many jobs in order: the first matches, and how many of them match."""
    columns = ["job_id" if key == "pk" else key for key in keys]
    # Under its own name, the list is no longer than that for what follows; SQLite must be told which one is meant.
    whole = "main.jobs_listing" if connection.vendor == "sqlite" else "jobs_listing"
    shortened = f"jobs_listing AS (SELECT * FROM {whole} {_beyond(columns, place)} {_order(columns)} LIMIT {steps})"
    return _first(wanted, keys, limit, before=f"{shortened}, ", before_params=_params(place))


def gather(wanted: Criteria, keys: Sequence[str], place: Place | None, *, limit: int) -> Matches:
    """Among all jobs: the first matches beyond the place, and how many match wherever they stand."""
    return _first(wanted, keys, limit, after=_beyond(keys, place), after_params=_params(place))


def _first(
    wanted: Criteria,
    keys: Sequence[str],
    limit: int,
    *,
    before: str = "",
    before_params: Sequence[Any] = (),
    after: str = "",
    after_params: Sequence[Any] = (),
) -> Matches:
    try:
        sql, params = matching(Listing.objects.all(), wanted).values_list(*keys).query.sql_with_params()
    except EmptyResultSet:
        return [], 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {before}found ({', '.join(keys)}) AS MATERIALIZED ({sql})"
            f" SELECT pk, (SELECT COUNT(*) FROM found) FROM found {after} {_order(keys)} LIMIT {limit}",
            (*before_params, *params, *after_params),
        )
        rows: list[tuple[int, int]] = cursor.fetchall()
    return [pk for pk, _ in rows], rows[0][1] if rows else 0


def _beyond(columns: Sequence[str], place: Place | None) -> str:
    return f"WHERE ({', '.join(columns)}) < ({', '.join(['%s'] * len(columns))})" if place else ""


def _order(columns: Sequence[str]) -> str:
    return "ORDER BY " + ", ".join(f"{column} DESC" for column in columns)


def _params(place: Place | None) -> list[Any]:
    """As the engine compares them: SQLite keeps instants as text."""
    adapt = connection.ops.adapt_datetimefield_value
    return [adapt(part) if isinstance(part, datetime) else part for part in place or ()]
