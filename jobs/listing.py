"""The list of open jobs is kept true by the database's own triggers, installed after every `migrate`.

SQLite drops triggers with a table that a migration remakes, and refuses to rename a table that another's trigger
names: there they are lifted before migrations run and put back after. PostgreSQL keeps them through all but a change
of a column they watch, which fails loudly: such a migration lifts them itself.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from jobs import listing_sql
from jobs.models import Job, Listing


def install_after_migrate(using: str, **_: Any) -> None:
    install(connections[using])


def lift_before_migrate(using: str, **_: Any) -> None:
    if connections[using].vendor == "sqlite":
        lift(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; fill the list when it does not hold every open job."""
    if not _has_list(connection):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(listing_sql.POSTGRESQL_REFRESH)
        for name in missing(connection):
            cursor.execute(listing_sql.triggers(connection.vendor)[name])
    if Job.objects.using(connection.alias).open().count() != Listing.objects.using(connection.alias).count():
        rebuild(connection)


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """Fill the list anew: after jobs were loaded with the triggers off. Searches wait until it is done."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in listing_sql.REBUILD[connection.vendor]:
            cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, for a migration or a bulk load. `install` puts them back."""
    there = _there(connection)
    with connection.cursor() as cursor:
        for name in listing_sql.triggers(connection.vendor):
            if name in there:
                on = f" ON {there[name]}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not in this database."""
    there = _there(connection)
    return [name for name in listing_sql.triggers(connection.vendor) if name not in there]


def check(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - the check is about the database, not about apps
    databases: Sequence[str] | None = None,
    **_: Any,
) -> list[CheckMessage]:
    """A list that goes stale unnoticed is said at every start."""
    lost = [name for alias in databases or () if _has_list(connections[alias]) for name in missing(connections[alias])]
    said = f"The list of jobs is not kept true: {', '.join(lost)} missing."
    return [Warning(said, hint="Put it back with: manage.py migrate", id="jobs.W001")] if lost else []


def _has_list(connection: BaseDatabaseWrapper) -> bool:
    return Listing._meta.db_table in connection.introspection.table_names()


def _there(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Our triggers and the tables that they are on."""
    if connection.vendor == "postgresql":
        sql = (
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled <> 'D' AND starts_with(tgname, 'jobs_listing_')"
        )
    else:
        sql = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'jobs_listing_*'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return dict(cursor.fetchall())
