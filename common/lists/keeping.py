"""A list is kept true by the database's own triggers, installed after every `migrate`.

SQLite drops triggers with a table that a migration remakes, and refuses to rename a table that another's trigger
names: there they are lifted before migrations run and put back after. PostgreSQL keeps them through all but a change
of a column they watch, which fails loudly: such a migration lifts them itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.checks import CheckMessage, Warning
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.signals import post_migrate, pre_migrate

Triggers = Callable[[str], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One list: its rows, what should be in it, and the SQL that keeps it so.

    `triggers(vendor)` are statements by name, every name beginning with `prefix`; `rebuild` are by vendor those that
    fill the list anew; `refresh` is what PostgreSQL's triggers call. `name` and `warning` are for what is said when a
    trigger is missing.
    """

    name: str
    prefix: str
    rows: type[models.Model]
    belong: Callable[[str], QuerySet[Any]]
    triggers: Triggers
    rebuilding: Mapping[str, Sequence[str]]
    refresh: str
    warning: str

    def keep(self, app: AppConfig) -> None:
        """From now on: lifted before migrations, installed after them, looked for at every start."""
        label = f"{self.prefix}kept"
        pre_migrate.connect(self.lift_before_migrate, sender=app, weak=False, dispatch_uid=label)
        post_migrate.connect(self.install_after_migrate, sender=app, weak=False, dispatch_uid=label)
        # Django notes the tag on what it is given, which a method does not bear.
        checks.register(partial(self.check), checks.Tags.database)

    def install_after_migrate(self, using: str, **_: Any) -> None:
        self.install(connections[using])

    def lift_before_migrate(self, using: str, **_: Any) -> None:
        if connections[using].vendor == "sqlite":
            self.lift(connections[using])

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Put the triggers in place; fill the list when it does not hold everything that belongs in it."""
        if not self._is_there(connection):
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(self.refresh)
            for name in self.missing(connection):
                cursor.execute(self.triggers(connection.vendor)[name])
        listed = self.rows._default_manager.using(connection.alias).count()
        if self.belong(connection.alias).count() != listed:
            self.rebuild(connection)

    def rebuild(self, connection: BaseDatabaseWrapper) -> None:
        """Fill the list anew: after rows were loaded with the triggers off. Searches wait until it is done."""
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in self.rebuilding[connection.vendor]:
                cursor.execute(statement)

    def lift(self, connection: BaseDatabaseWrapper) -> None:
        """Take the triggers away, for a migration or a bulk load. `install` puts them back."""
        there = self._there(connection)
        with connection.cursor() as cursor:
            for name in self.triggers(connection.vendor):
                if name in there:
                    on = f" ON {there[name]}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER {name}{on}")

    def missing(self, connection: BaseDatabaseWrapper) -> list[str]:
        """The triggers that are not in this database."""
        there = self._there(connection)
        return [name for name in self.triggers(connection.vendor) if name not in there]

    def check(
        self,
        app_configs: Sequence[AppConfig] | None,
        databases: Sequence[str] | None = None,
        **_: Any,
    ) -> list[CheckMessage]:
        """A list that goes stale unnoticed is said at every start."""
        there = [connections[alias] for alias in databases or () if self._is_there(connections[alias])]
        lost = [name for connection in there for name in self.missing(connection)]
        said = f"The list of {self.name} is not kept true: {', '.join(lost)} missing."
        return [Warning(said, hint="Put it back with: manage.py migrate", id=self.warning)] if lost else []

    def _is_there(self, connection: BaseDatabaseWrapper) -> bool:
        return self.rows._meta.db_table in connection.introspection.table_names()

    def _there(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        """Our triggers and the tables that they are on."""
        if connection.vendor == "postgresql":
            sql = (
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
                " WHERE NOT tgisinternal AND tgenabled <> 'D' AND starts_with(tgname, %s)"
            )
            params = [self.prefix]
        else:
            sql = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name GLOB %s"
            params = [f"{self.prefix}*"]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return dict(cursor.fetchall())
