"""The search table in queries: does a job answer these words, how well, and does it ask for these skills."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from jobs.models import Job, JobWords
from jobs.querying import SearchText

Sql = tuple[str, list[Any]]


def worded(text: SearchText | None, skills: Sequence[int]) -> Q:
    """Jobs that answer a search and ask for all these skills."""
    words = answering(text) if text else JobWords.objects.all()
    if connection.vendor == "postgresql":
        return Q(pk__in=(words.filter(_AsksFor(skills)) if skills else words).values("pk"))
    wanted = Q(pk__in=words.values("pk")) if text else Q()
    for skill in skills:
        wanted &= Q(pk__in=Job.skills.through.objects.filter(skill_id=skill).values("job_id"))
    return wanted


def answering(text: SearchText) -> QuerySet[JobWords]:
    return JobWords.objects.filter(Matches(text))


class _Searching(Func):
    def __init__(self, text: SearchText) -> None:
        super().__init__("text")
        self.searched = text

    def _column(self, compiler: SQLCompiler) -> str:
        return compiler.compile(self.source_expressions[0])[0]


class _AsksFor(Func):
    """On PostgreSQL the search table knows the skills too, so that one index answers words and skills together."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, skills: Sequence[int]) -> None:
        super().__init__("pk")
        self.skills = list(skills)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Sql:
        key = compiler.compile(self.source_expressions[0])[0]
        return f"{key.rpartition('.')[0]}.skill_ids @> %s::bigint[]", [self.skills]


class Matches(_Searching):
    """Whether the words of a job answer a search."""

    output_field = models.BooleanField()
    conditional = True

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Sql:
        return f"{self._column(compiler)} @@ websearch_to_tsquery('english', %s)", [self.searched.for_postgresql()]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Sql:
        return f"{self._column(compiler)} MATCH %s", [self.searched.for_fts5()]


class Rank(_Searching):
    """How well a job answers a search, the larger the better: a whole number, so that pages join exactly."""

    output_field = models.IntegerField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Sql:
        words = "websearch_to_tsquery('english', %s)"
        return f"(1000000 * ts_rank({self._column(compiler)}, {words}))::int", [self.searched.for_postgresql()]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Sql:
        return f"CAST(-1000000 * bm25({self._column(compiler)}, 10.0, 4.0, 1.0) AS INTEGER)", []
