"""Keyset pages of rows ordered newest first by their id: as quick on the thousandth page as on the first."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

Row = TypeVar("Row", bound=Model)
# What a database's id can be at most; a larger number in an address is nobody's row.
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and the query strings ("?before=17") of the pages beside them, empty where there is none."""

    rows: list[Row]
    newer: str = ""
    older: str = ""


def page(rows: "QuerySet[Row, Row]", query: QueryDict, *, size: int = 50) -> Page[Row]:
    """The page that `before` or `after` in the address asks for; the newest one when they make no sense."""
    if after := _number(query.get("after")):
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        # With fewer than a page left, the newest page is it.
        if len(found) > size:
            return _made(found[size - 1 :: -1], query, newer=True, older=True)
        return _made(list(rows.order_by("-pk")[:size]), query, newer=False, older=True)
    if before := _number(query.get("before")):
        found = list(rows.filter(pk__lt=before).order_by("-pk")[: size + 1])
        return _made(found[:size], query, newer=True, older=len(found) > size)
    found = list(rows.order_by("-pk")[: size + 1])
    return _made(found[:size], query, newer=False, older=len(found) > size)


def _made(rows: list[Row], query: QueryDict, *, newer: bool, older: bool) -> Page[Row]:
    if not rows:
        return Page([])
    return Page(
        rows,
        newer=_beside(query, after=rows[0].pk) if newer else "",
        older=_beside(query, before=rows[-1].pk) if older else "",
    )


def _beside(query: QueryDict, **cursor: Any) -> str:
    kept = query.copy()
    for name in ("before", "after"):
        kept.pop(name, None)
    kept.update({name: str(value) for name, value in cursor.items()})
    return f"?{kept.urlencode()}"


def _number(raw: str | None) -> int | None:
    if not raw or not raw.isascii() or not raw.isdigit() or len(raw) > 19:
        return None
    return min(int(raw), _LARGEST)
