"""A database without its guards is a database that can be made to lie: nothing starts on one."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections

from common import guards


def guards_in_force(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - the check is about the database, not about apps
    databases: Sequence[str] | None = None,
    **kwargs: Any,  # noqa: ARG001
) -> list[CheckMessage]:
    """An error for each guard that is missing. Run by `check --database default`, `migrate`, and at every start."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        found += [
            Error(
                f"The database guard {guard.name} is not in force.",
                hint="Find out who removed it, then put it back with: manage.py migrate --skip-checks",
                id="guildhall.E001",
            )
            for guard in guards.missing(connection)
        ]
        if connection.vendor == "sqlite" and not _recursive_triggers(alias):
            found.append(
                Error(
                    "SQLite's recursive_triggers is off: REPLACE would pass by the guards.",
                    hint="Keep the init_command of marketplace/settings.py.",
                    id="guildhall.E002",
                )
            )
    return found


def _recursive_triggers(alias: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        return bool(cursor.fetchone()[0])
