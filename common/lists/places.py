"""Going on where a page ended: by the last row's place in the order, not by counting, so nothing repeats."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, F, Q, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Larger than any place a row can have, smaller than what either engine can compare.
_LIMIT = 2**62
Place = tuple[Any, ...]
T = TypeVar("T", bound=models.Model)


class _Before(Expression):
    """`(a, b) < (x, y)`: one walk down the index, which no chain of ANDs and ORs gives."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, keys: Sequence[str], place: Place) -> None:
        super().__init__()
        self.sides: list[Any] = [*map(F, keys), *map(Value, place)]

    def get_source_expressions(self) -> list[Any]:
        return self.sides

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.sides = list(exprs)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        written = [compiler.compile(side) for side in self.sides]
        half = len(written) // 2
        left, right = (", ".join(sql for sql, _ in side) for side in (written[:half], written[half:]))
        return f"({left}) < ({right})", [param for _, params in written for param in params]


def ordered(rows: QuerySet[T], keys: Sequence[str]) -> QuerySet[T]:
    """From large to small, key by key."""
    return rows.order_by(*(f"-{key}" for key in keys))


def beyond(rows: QuerySet[T], keys: Sequence[str], place: Place | None) -> QuerySet[T]:
    """The rows that come after this place when sorted so."""
    if place is None:
        return rows
    return rows.filter(Q(_Before(keys, place)))


def place_of(row: models.Model, keys: Sequence[str]) -> Place:
    return tuple(getattr(row, key) for key in keys)


def write(place: Place) -> str:
    """A place as it stands in an address: whole numbers, "1.1772442000000000.17"."""
    return ".".join(str(_number(part)) for part in place)


def read(text: str, keys: Sequence[str], of: type[models.Model]) -> Place | None:
    """The place of a row of that model, as written in an address; None when it was not written by us."""
    if not re.fullmatch(r"-?\d{1,19}(\.-?\d{1,19})*", text, re.ASCII):
        return None
    numbers = [int(part) for part in text.split(".")]
    if len(numbers) != len(keys) or any(abs(number) > _LIMIT for number in numbers):
        return None
    try:
        return tuple(_part(of, key, number) for key, number in zip(keys, numbers, strict=True))
    except OverflowError:
        return None


def _number(part: Any) -> int:
    if isinstance(part, datetime):
        return (part - _EPOCH) // timedelta(microseconds=1)
    return int(part)


def _part(of: type[models.Model], key: str, number: int) -> Any:
    """As the field holds it; a key that is no field, as a rank, is a number."""
    kind = next((type(field) for field in of._meta.concrete_fields if field.name == key), None)
    if kind is models.DateTimeField:
        return _EPOCH + timedelta(microseconds=number)
    return bool(number) if kind is models.BooleanField else number
