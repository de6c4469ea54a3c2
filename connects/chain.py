"""Several writes as one: PostgreSQL runs a chain as a single statement whose steps read each other's rows; SQLite,
where a statement cannot read what another one writes, runs the same texts one by one.

A step may read what stood before the chain and what earlier steps returned, never rows that they changed: a table is
read first and changed last, and then a text means the same on both engines.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from connects import prepared
from connects.errors import ConnectsError

Row = tuple[Any, ...]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """One write, or (without `again`) one read that later steps share.

    `again` finds the written rows a second time, for SQLite. `%(mark)s` in it is the last booking before the chain:
    SQLite has one writer, so what is above it is ours. Where a `decides` step writes nothing, nothing follows.
    """

    name: str
    sql: str
    again: str = ""
    decides: bool = False


def one_transaction(verb: Callable[P, T]) -> Callable[P, T]:
    """Join the caller's transaction, or open one.

    No savepoint, which would cost two round trips: a verb refuses before it writes, so a caller who catches its
    refusal can go on. After any other error nothing of the transaction can be kept.
    """

    @wraps(verb)
    def joined(*args: P.args, **kwargs: P.kwargs) -> T:
        if not connection.in_atomic_block:
            with transaction.atomic():
                return verb(*args, **kwargs)
        try:
            return verb(*args, **kwargs)
        except (ConnectsError, ValueError):
            raise
        except BaseException:
            transaction.set_rollback(True)
            raise

    return joined


def run(steps: tuple[Step, ...], answer: str, params: Mapping[str, Any], *, often: bool = False) -> list[Row]:
    """Run the steps in order and answer with a SELECT that reads them by name.

    `often` keeps PostgreSQL's plan on the connection: for a spend, planning costs as much as doing.
    """
    if connection.vendor == "postgresql":
        return ask(_one_statement(steps, answer), params, often=often)
    return _one_by_one(steps, answer, params)


def ask(sql: str, params: Mapping[str, Any], *, often: bool = False) -> list[Row]:
    """The rows of one statement; instants among the params may be aware datetimes."""
    with _cursor(often) as cursor:
        cursor.execute(sql, _adapted(params))
        return cursor.fetchall() if cursor.description else []


def instant(value: datetime | str | None) -> datetime | None:
    """An instant as a raw statement returned it: SQLite keeps it as text, and without a zone."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


@cache
def _one_statement(steps: tuple[Step, ...], answer: str) -> str:
    return f"WITH {', '.join(f'{step.name} AS ({step.sql})' for step in steps)} {answer}"


def _one_by_one(steps: tuple[Step, ...], answer: str, params: Mapping[str, Any]) -> list[Row]:
    [(mark,)] = ask("SELECT COALESCE(MAX(id), 0) FROM connects_transaction", {})
    marked = {**params, "mark": mark}
    named: list[str] = []
    for step in steps:
        if step.again and not ask(_with(named, step.sql), marked) and step.decides:
            return []
        named.append(f"{step.name} AS ({step.again or step.sql})")
    return ask(_with(named, answer), marked)


def _with(named: list[str], sql: str) -> str:
    return f"WITH {', '.join(named)} {sql}" if named else sql


def _cursor(often: bool) -> CursorWrapper:
    return prepared.cursor(connection) if often and connection.vendor == "postgresql" else connection.cursor()


def _adapted(params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
        for name, value in params.items()
    }
