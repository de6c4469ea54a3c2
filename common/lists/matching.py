"""The words of a list in queries: does a row answer a search and bear these marks, and how well."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.sql.compiler import SQLCompiler

from common.lists.querying import SearchText

Sql = tuple[str, list[Any]]
# A mark is one exact fact of a row, as "level expert" or "skill 17"; of several in a group one is enough.
Marks = tuple[str, ...]
_RANKED_TERMS = 8


@dataclass(frozen=True, slots=True)
class Words:
    """Where a list keeps its words: on PostgreSQL the column `words` of its table, on SQLite an FTS5 table with these
    columns, a word in each of which counts so much, and `marks`."""

    table: str
    key: str
    fts5: str
    weights: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Words and groups of marks of a list, all to be met."""

    of: Words
    text: SearchText | None
    marks: tuple[Marks, ...] = ()

    def for_postgresql(self) -> Sql:
        """A tsquery. Marks begin with "=", which no typed word does."""
        sides: list[str] = []
        params: list[Any] = []
        if self.text:
            sides.append("websearch_to_tsquery('english', %s)")
            params.append(self.text.for_postgresql())
        if self.marks:
            groups = ("(" + " | ".join(f"'={mark}'" for mark in group) + ")" for group in self.marks)
            sides.append("%s::tsquery")
            params.append(" & ".join(groups))
        return f"({' && '.join(sides)})", params

    def for_fts5(self) -> str:
        """In FTS5's own language, every word quoted so that none of it is an operator."""
        columns = " ".join(column for column, _ in self.of.weights)
        sides = [f"{{{columns}}} : ({self.text.for_fts5()})"] if self.text else []
        for group in self.marks:
            sides.append("marks : (" + " OR ".join(f'"{mark.lower()}"' for mark in group) + ")")
        return " AND ".join(sides)


class Answers(Func):
    """Whether a listed row meets what is asked."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, asked: Asked) -> None:
        super().__init__("pk")
        self.asked = asked

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Sql:
        table = _key(self, compiler).rpartition(".")[0]
        query, params = self.asked.for_postgresql()
        return f"{table}.words @@ {query}", params

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Sql:
        fts5 = self.asked.of.fts5
        found = f"SELECT rowid FROM {fts5} WHERE {fts5} MATCH %s"
        return f"{_key(self, compiler)} IN ({found})", [self.asked.for_fts5()]


def ranks(of: Words, text: SearchText, rows: Sequence[int]) -> list[tuple[int, int]]:
    """(rank, row) for those of these rows that answer, the better the larger. A rank depends on that row alone and is
    a whole number, so that pages join exactly whatever is added between them."""
    asked = Asked(of, text)
    if connection.vendor == "postgresql":
        query, params = asked.for_postgresql()
        sql = f"SELECT (1000000 * ts_rank(words, {query}))::int, {of.key} FROM {of.table} WHERE {of.key} = ANY(%s)"
        params = [*params, list(rows)]
    else:
        # FTS5's own rank changes with every row that is added. Here a word counts more in the title than as a skill.
        found = f"(rowid IN (SELECT rowid FROM {of.fts5} WHERE {of.fts5} MATCH %s))"
        words = [term.quoted() for term in text.terms if not term.not_][:_RANKED_TERMS]
        places = [(f"{weight} * {found}", f"{column} : {word}") for word in words for column, weight in of.weights]
        sql = (
            f"SELECT {' + '.join(place for place, _ in places)}, rowid FROM {of.fts5}"
            f" WHERE {of.fts5} MATCH %s AND +rowid IN (SELECT value FROM json_each(%s))"
        )
        params = [*(match for _, match in places), asked.for_fts5(), str(list(rows))]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [(rank, row) for rank, row in cursor.fetchall()]


def is_only_common(text: SearchText) -> bool:
    """Whether all these words are such that PostgreSQL leaves them out: "the", "and"."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT numnode(websearch_to_tsquery('english', %s)) = 0", [text.for_postgresql()])
        return bool(cursor.fetchone()[0])


def _key(expression: Func, compiler: SQLCompiler) -> str:
    return compiler.compile(expression.source_expressions[0])[0]
