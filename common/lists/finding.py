"""The two ways to find listed rows, in SQL that both engines read. Each answers with the places of the first matches
beyond a place in an order, the row's number last in each, and with how many there are.

Matches are found before they are sorted. Told of order and limit at once, a planner that underrates what matches would
walk the whole order, one row after the other.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from common.lists.places import Place

Matches = tuple[list[Place], int]


def walk(matches: QuerySet[Any], keys: Sequence[str], place: Place | None, *, steps: int, limit: int) -> Matches:
    """Among the next so many rows in order: the first matches, and how many of them match."""
    table, key = matches.model._meta.db_table, matches.model._meta.pk.column
    columns = [key if name == "pk" else name for name in keys]
    # Under its own name, the list is no longer than that for what follows; SQLite must be told which one is meant.
    whole = f"main.{table}" if connection.vendor == "sqlite" else table
    shortened = f"{table} AS (SELECT * FROM {whole} {_beyond(columns, place)} {_order(columns)} LIMIT {steps})"
    return _first(matches, keys, limit, before=f"{shortened}, ", before_params=_params(place))


def gather(matches: QuerySet[Any], keys: Sequence[str], place: Place | None, *, limit: int) -> Matches:
    """Among all rows: the first matches beyond the place, and how many match wherever they stand."""
    return _first(matches, keys, limit, after=_beyond(keys, place), after_params=_params(place))


def _first(
    matches: QuerySet[Any],
    keys: Sequence[str],
    limit: int,
    *,
    before: str = "",
    before_params: Sequence[Any] = (),
    after: str = "",
    after_params: Sequence[Any] = (),
) -> Matches:
    try:
        sql, params = matches.values_list(*keys).query.sql_with_params()
    except EmptyResultSet:
        return [], 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {before}found ({', '.join(keys)}) AS MATERIALIZED ({sql})"
            f" SELECT {', '.join(keys)}, (SELECT COUNT(*) FROM found) FROM found {after} {_order(keys)} LIMIT {limit}",
            (*before_params, *params, *after_params),
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [tuple(map(_part, place)) for *place, _ in rows], rows[0][-1] if rows else 0


def _part(stored: Any) -> Any:
    """One part of a place. SQLite gives instants as text, or without a zone."""
    found = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) and found.tzinfo is None else found


def _beyond(columns: Sequence[str], place: Place | None) -> str:
    return f"WHERE ({', '.join(columns)}) < ({', '.join(['%s'] * len(columns))})" if place else ""


def _order(columns: Sequence[str]) -> str:
    return "ORDER BY " + ", ".join(f"{column} DESC" for column in columns)


def _params(place: Place | None) -> list[Any]:
    """As the engine compares them: SQLite keeps instants as text."""
    adapt = connection.ops.adapt_datetimefield_value
    return [adapt(part) if isinstance(part, datetime) else part for part in place or ()]
