"""The words of listed jobs in queries: does a job answer a search and bear these marks, and how well."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.sql.compiler import SQLCompiler

from jobs.querying import SearchText

Sql = tuple[str, list[Any]]
# A mark is one exact fact of a job, as "level expert" or "skill 17"; of several in a group one is enough.
Marks = tuple[str, ...]
_WEIGHTS = (("title", 10), ("skills", 4), ("description", 1))
_RANKED_TERMS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """Words and groups of marks, all to be met."""

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
        sides = [f"{{title skills description}} : ({self.text.for_fts5()})"] if self.text else []
        for group in self.marks:
            sides.append("marks : (" + " OR ".join(f'"{mark.lower()}"' for mark in group) + ")")
        return " AND ".join(sides)


class Answers(Func):
    """Whether a listed job meets what is asked."""

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
        found = "SELECT rowid FROM jobs_words WHERE jobs_words MATCH %s"
        return f"{_key(self, compiler)} IN ({found})", [self.asked.for_fts5()]


def ranks(text: SearchText, jobs: Sequence[int]) -> list[tuple[int, int]]:
    """(rank, job) for those of these jobs that answer, the better the larger. A rank depends on that job alone and is
    a whole number, so that pages join exactly whatever is posted between them."""
    if connection.vendor == "postgresql":
        query, params = Asked(text).for_postgresql()
        sql = f"SELECT (1000000 * ts_rank(words, {query}))::int, job_id FROM jobs_listing WHERE job_id = ANY(%s)"
        params = [*params, list(jobs)]
    else:
        # FTS5's own rank changes with every job that is posted. Here a word counts more in the title than as a skill.
        found = "(rowid IN (SELECT rowid FROM jobs_words WHERE jobs_words MATCH %s))"
        words = [term.quoted() for term in text.terms if not term.not_][:_RANKED_TERMS]
        places = [(f"{weight} * {found}", f"{column} : {word}") for word in words for column, weight in _WEIGHTS]
        sql = (
            f"SELECT {' + '.join(place for place, _ in places)}, rowid FROM jobs_words"
            " WHERE jobs_words MATCH %s AND +rowid IN (SELECT value FROM json_each(%s))"
        )
        params = [*(match for _, match in places), Asked(text).for_fts5(), str(list(jobs))]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [(rank, job) for rank, job in cursor.fetchall()]


def is_only_common(text: SearchText) -> bool:
    """Whether all these words are such that PostgreSQL leaves them out: "the", "and"."""
    if connection.vendor != "postgresql":
        return False
    query, params = Asked(text).for_postgresql()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT numnode({query}) = 0", params)
        return bool(cursor.fetchone()[0])


def _key(expression: Func, compiler: SQLCompiler) -> str:
    return compiler.compile(expression.source_expressions[0])[0]
