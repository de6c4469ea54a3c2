"""What only tests may do to a database: empty it between transactional tests, guards and all, and refill its figures.

Django's flush meets the guards like everybody else. Here they are lifted for it and put back at once, and the rows
that migrations made (policies, plans, packages) come back, so every test starts where a new site starts.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management.commands import flush as flushing
from django.db import connection, models, transaction

from common import guards

_OURS = ("accounts", "common", "connects", "billing", "talent", "jobs", "proposals", "support", "marketplace")

# What every migration ends with, from the code alone: no test of several connections changes it.
_STAY = ("django_content_type", "auth_permission", "auth_group", "django_celery_beat_")


@contextmanager
def guards_lifted(*names: str) -> Iterator[None]:
    """Without these guards (all of them when none is named) until the end of the block."""
    lifted = [guard for guard in guards.known(connection) if not names or guard.name in names]
    with connection.cursor() as cursor:
        for guard in lifted:
            on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{on}")
    try:
        yield
    finally:
        guards.install(connection)


@contextmanager
def constraints_lifted() -> Iterator[None]:
    """The books without checks, and on PostgreSQL without keys, in a test that is rolled back in the end."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Its foreign keys wait for a commit that never comes; the keys of its tables cannot be lifted.
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype IN ('c', 'u', 'f')"
                " AND conrelid::regclass::text LIKE %s",
                ["connects_%"],
            )
            for table, name in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def migrated_rows() -> list[tuple[type[models.Model], list[dict[str, Any]]]]:
    """Everything that the migrations of our rooms wrote."""
    found = []
    for label in _OURS:
        for model in apps.get_app_config(label).get_models():
            rows = list(model._default_manager.order_by("pk").values())
            if rows:
                found.append((model, rows))
    return found


def flush_lifts_guards(rows: list[tuple[type[models.Model], list[dict[str, Any]]]]) -> None:
    """Teach this process's flush to lift the guards and to bring the migrated rows back."""
    plain_flush = connection.ops.execute_sql_flush
    known = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [table for table in known if not table.startswith(_STAY)]

    def flush(sql_list: list[str]) -> None:
        if connection.vendor == "postgresql":
            _empty_what_is_full(tables)
        else:
            with guards_lifted():
                plain_flush(sql_list)
        with transaction.atomic():
            for model, values in rows:
                model._default_manager.bulk_create([model(**value) for value in values])

    connection.ops.execute_sql_flush = flush
    if connection.vendor == "postgresql":
        # What the signal would bring back has stayed.
        flushing.emit_post_migrate_signal = lambda *_, **__: None


def _empty_what_is_full(tables: list[str]) -> None:
    """A fraction of the time of Django's flush, which truncates every table on PostgreSQL, empty or not.

    As a replica, which takes a superuser, the server checks no key; the guards stand even so, and are lifted.
    """
    ask = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(ask)
        full = {table for (table,) in cursor.fetchall()}
        guarded = defaultdict(list)
        for guard in guards.known(connection):
            if guard.table in full:
                guarded[guard.table].append(guard.name)
        for table, names in guarded.items():
            cursor.execute(f'ALTER TABLE "{table}" ' + ", ".join(f"DISABLE TRIGGER {name}" for name in names))
        for table in full:
            cursor.execute(f'DELETE FROM "{table}"')
        for table, names in guarded.items():
            cursor.execute(f'ALTER TABLE "{table}" ' + ", ".join(f"ENABLE ALWAYS TRIGGER {name}" for name in names))
