"""Which rows a request writes to, whatever becomes of them in the end."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

_OF_A_VISIT = {"django_session", "usersessions_usersession"}
_LAST_HERE = re.compile(r'UPDATE "accounts_user" SET "last_(?:seen_at|login)" = %s WHERE')
_CHANGES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)


@dataclass(frozen=True)
class Change:
    """One statement that changed rows: of which table, in which words, with which values."""

    table: str
    sql: str
    values: tuple[str, ...]

    @property
    def is_of_a_visit(self) -> bool:
        """What being here writes by itself: who is logged in, from where, and when they were last here."""
        return self.table in _OF_A_VISIT or bool(_LAST_HERE.match(self.sql))


@contextmanager
def undone() -> Iterator[list[Change]]:
    """Everything in the block is undone; what it changed is written down."""
    found: list[Change] = []

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        changed = _CHANGES.match(sql)
        if changed and context["cursor"].rowcount:
            found.append(Change(changed[1], sql, tuple(map(repr, params or ()))))
        return result

    with transaction.atomic(), connection.execute_wrapper(watch):
        try:
            yield found
        finally:
            transaction.set_rollback(True)
