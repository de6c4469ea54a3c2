"""What the database itself refuses, by triggers, on both engines: rows and columns that stay as they were written.

A room registers its guards in `ready()`. They are installed after every `migrate` (a table that SQLite remakes loses
its triggers silently), and a process that finds one missing refuses to start. Nothing here can lift a guard.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# PostgreSQL's triggers need a function to call; it is told what it protects by its argument.
_FUNCTION = "guildhall_refuse"
_BODY = "BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END"


@dataclass(frozen=True, slots=True)
class Guard:
    """One refusal on one table. `when` (PostgreSQL, SQLite) narrows it; a vendor without a text has no such attack."""

    table: str
    rule: str
    event: dict[str, str]
    when: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.table}_{self.rule}"

    @property
    def sentence(self) -> str:
        return f"{self.table} {self.rule.replace('_', ' ')}"

    def sql(self, vendor: str) -> str:
        when = f" WHEN ({self.when[vendor]})" if self.when.get(vendor) else ""
        if vendor == "postgresql":
            each = "ROW" if when else "STATEMENT"
            return (
                f"CREATE OR REPLACE TRIGGER {self.name} BEFORE {self.event[vendor]} ON {self.table} "
                f"FOR EACH {each}{when} EXECUTE FUNCTION {_FUNCTION}('{self.sentence}')"
            )
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event[vendor]} ON {self.table} "
            f"FOR EACH ROW{when} BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"
        )


_guards: list[Guard] = []


def register(*guards: Guard) -> None:
    """Make guards known to `install` and to the check at start."""
    _guards.extend(guard for guard in guards if guard not in _guards)


def known(connection: BaseDatabaseWrapper) -> list[Guard]:
    """The guards of this engine whose tables exist (before the first migration none does)."""
    tables = set(connection.introspection.table_names())
    return [guard for guard in _guards if connection.vendor in guard.event and guard.table in tables]


def append_only(model: type[models.Model]) -> tuple[Guard, ...]:
    """Rows are written once: no UPDATE, no DELETE, no TRUNCATE."""
    return (_refuses(model, "update"), *never_deleted(model))


def never_deleted(model: type[models.Model]) -> tuple[Guard, ...]:
    """Rows stay: no DELETE, no TRUNCATE, and no INSERT OR REPLACE, which deletes without saying so."""
    return (_refuses(model, "delete"), _refuses(model, "truncate"), _refuses_replace(model))


def fixed(model: type[models.Model], *fields: str) -> Guard:
    """These columns stay as they were written."""
    columns = [_column(model, field) for field in fields]
    return Guard(
        table=model._meta.db_table,
        rule="keeps_what_was_written",
        event=_both(f"UPDATE OF {', '.join(columns)}"),
        when={
            "postgresql": " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns),
            "sqlite": " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in columns),
        },
    )


def never_earlier(model: type[models.Model], field: str) -> Guard:
    """This instant may only move forward."""
    column = _column(model, field)
    return Guard(
        table=model._meta.db_table,
        rule=f"never_moves_{column}_back",
        event=_both(f"UPDATE OF {column}"),
        when=_both(f"NEW.{column} < OLD.{column}"),
    )


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every missing guard in its place."""
    lost = missing(connection)
    if not lost:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$")
        for guard in lost:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}")
            cursor.execute(guard.sql(connection.vendor))
            if connection.vendor == "postgresql":
                # ALWAYS: not even a session that poses as a replica slips past.
                cursor.execute(f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}")


def missing(connection: BaseDatabaseWrapper) -> list[Guard]:
    """Guards that are not in force in this database."""
    wanted = known(connection)
    if not wanted:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT g.tgname FROM pg_trigger g JOIN pg_proc f ON f.oid = g.tgfoid"
                " WHERE g.tgenabled = 'A' AND f.proname = %s AND f.prosrc = %s"
                " AND g.tgrelid = ANY(SELECT to_regclass(t) FROM unnest(%s::text[]) t)",
                [_FUNCTION, _BODY, sorted({guard.table for guard in wanted})],
            )
            there = {name for (name,) in cursor.fetchall()}
            return [guard for guard in wanted if guard.name not in there]
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        texts = {text for (text,) in cursor.fetchall()}
        return [guard for guard in wanted if guard.sql("sqlite") not in texts]


def _refuses(model: type[models.Model], action: str) -> Guard:
    event = {"postgresql": action.upper()} if action == "truncate" else _both(action.upper())
    return Guard(table=model._meta.db_table, rule=f"refuses_{action}", event=event, when={})


def _refuses_replace(model: type[models.Model]) -> Guard:
    """SQLite's REPLACE fires delete triggers only where a connection asked for it; every connection meets this one."""
    keys = [" AND ".join(f"{c} = NEW.{c}" for c in key) for key in _unique_keys(model)]
    table = model._meta.db_table
    return Guard(
        table=table,
        rule="refuses_replacement",
        event={"sqlite": "INSERT"},
        when={"sqlite": " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {key})" for key in keys)},
    )


def _unique_keys(model: type[models.Model]) -> Iterable[tuple[str, ...]]:
    for field in model._meta.concrete_fields:
        if field.unique:
            yield (field.column,)
    for constraint in model._meta.total_unique_constraints:
        yield tuple(_column(model, name) for name in constraint.fields)


def _column(model: type[models.Model], field: str) -> str:
    return str(model._meta.get_field(field).column)  # type: ignore[union-attr]


def _both(text: str) -> dict[str, str]:
    return {"postgresql": text, "sqlite": text}
