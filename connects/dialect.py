"""The few words that the two engines spell differently."""

import json
from collections.abc import Collection
from typing import Any

from django.db import connection


def among(ids: str = "ids") -> str:
    """`wallet.id {among()}`: the id is one of a list given by `id_list`."""
    return f"= ANY(%({ids})s)" if _postgres() else f"IN (SELECT value FROM json_each(%({ids})s))"


def id_list(ids: Collection[int]) -> Any:
    return list(ids) if _postgres() else json.dumps(list(ids))


def pairs() -> str:
    """The rows given by `pair_params`, as columns id and word of a subquery named `given`."""
    if _postgres():
        return "unnest(%(ids)s::bigint[], %(words)s::varchar[]) AS given(id, word)"
    columns = "json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS word"
    return f"(SELECT {columns} FROM json_each(%(pairs)s)) AS given"


def pair_params(pairs: Collection[tuple[int, str]]) -> dict[str, Any]:
    if _postgres():
        return {"ids": [id for id, _ in pairs], "words": [word for _, word in pairs]}
    return {"pairs": json.dumps(list(pairs))}


def waiting(lock: str) -> str:
    """The row lock, where rows have locks: on SQLite a write transaction has locked everything when it began."""
    return lock if _postgres() else ""


def grouped(number: str) -> str:
    """The number as people read it: 1,000. For statements with parameters."""
    return f"to_char({number}, 'FM999,999,999')" if _postgres() else f"printf('%%,d', {number})"


def days_after(instant: str, days: str) -> str:
    """`days` times 24 hours after an instant."""
    if _postgres():
        return f"({instant} + {days} * INTERVAL '24 hours')"
    return f"(date({instant}, '+' || {days} || ' days') || substr({instant}, 11))"


def days_between(first: str, last: str) -> str:
    """Whole days of 24 hours from one instant to a later one."""
    if _postgres():
        return f"(EXTRACT(EPOCH FROM {last} - {first}) / 86400)::int"
    return f"CAST(round(julianday({last}) - julianday({first})) AS integer)"


def anchor_after(anchor: str, instant: str) -> str:
    """The anchor's day and time in the month after the instant's, or that month's last day when it has no such day."""
    if _postgres():
        start, now = f"({anchor} AT TIME ZONE 'UTC')", f"({instant} AT TIME ZONE 'UTC')"
        months = (
            f"12 * (EXTRACT(YEAR FROM {now}) - EXTRACT(YEAR FROM {start}))"
            f" + EXTRACT(MONTH FROM {now}) - EXTRACT(MONTH FROM {start}) + 1"
        )
        return f"(({start} + make_interval(months => ({months})::int)) AT TIME ZONE 'UTC')"
    return (
        f"(MIN(date({instant}, 'start of month', '+1 month', '+' || (substr({anchor}, 9, 2) - 1) || ' days'),"
        f" date({instant}, 'start of month', '+2 months', '-1 day')) || substr({anchor}, 11))"
    )


def _postgres() -> bool:
    return connection.vendor == "postgresql"
