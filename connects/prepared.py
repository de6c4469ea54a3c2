"""A cursor whose statements PostgreSQL parses and plans once a connection.

Django's own cursors put values into the text, so that every statement is planned anew: for the wallet's statement of
four writes that costs more than running it. With PREPARED_STATEMENTS=off this cursor plans every time, too.
"""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg.types.numeric import Int8


class PreparedCursor(psycopg.Cursor[tuple[Any, ...]]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> "PreparedCursor":
        super().execute(query, _of_one_type(params), prepare=True, **options)
        # Where Django's query log looks for the text.
        self._query = SimpleNamespace(query=str(query).encode())  # type: ignore[assignment]
        return self


def cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """Such a cursor in Django's wrapper: its errors, its broken-transaction check and its query log apply."""
    connection.ensure_connection()
    plain: Any = PreparedCursor(connection.connection)
    return connection.make_debug_cursor(plain) if connection.queries_logged else connection.make_cursor(plain)


def _of_one_type(params: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """psycopg types an integer by its size, and each mix of types would be a statement of its own."""
    return params and {name: Int8(value) if type(value) is int else value for name, value in params.items()}
