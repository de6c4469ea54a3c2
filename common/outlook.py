"""What the clock brings, in people's words: what will happen until an instant, and what did happen between two.

A sweep names the kinds of things it does (`Sweep.outlooks`). Each asks a query or two, however much there is: a few
things are lines of their own, many are one line with their number.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.urls import reverse

# So many of one kind are named; more are counted.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, or `count` of a kind: the first at `at`, the last at `last`."""

    at: datetime
    words: str
    link: str = ""
    count: int = 1
    last: datetime | None = None
    kind: str = ""

    def kept(self) -> dict[str, Any]:
        """As a session keeps it."""
        return {**asdict(self), "at": self.at.isoformat(), "last": self.last and self.last.isoformat()}

    @classmethod
    def from_kept(cls, kept: dict[str, Any]) -> Self:
        last = kept["last"] and datetime.fromisoformat(kept["last"])
        return cls(**{**kept, "at": datetime.fromisoformat(kept["at"]), "last": last})


@dataclass(frozen=True, slots=True)
class Outlook:
    """One kind of thing that comes by the clock. `title` names many of it; `unless` says what may keep it away.

    `ahead(now, until)` tells what is due by then, what is overdue too; `behind(since, until)` what was done.
    """

    kind: str
    title: Any
    ahead: Callable[[datetime, datetime], list[Line]]
    behind: Callable[[datetime, datetime], list[Line]]
    unless: Any = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """What was announced and did not happen, or not all of it."""

    title: str
    announced: int
    happened: int
    unless: str


def coming(outlooks: Iterator[Outlook], now: datetime, until: datetime) -> list[Line]:
    """What will happen by then, in its order."""
    return _in_order(replace(line, kind=each.kind) for each in outlooks for line in each.ahead(now, until))


def happened(outlooks: Iterator[Outlook], since: datetime, until: datetime) -> list[Line]:
    """What did happen between the instants, in its order."""
    return _in_order(replace(line, kind=each.kind) for each in outlooks for line in each.behind(since, until))


def missed(outlooks: Iterator[Outlook], announced: list[Line], done: list[Line]) -> list[Missed]:
    """By kind: fewer than had been announced."""
    found = []
    for each in outlooks:
        said, came = (sum(line.count for line in lines if line.kind == each.kind) for lines in (announced, done))
        if came < said:
            found.append(Missed(str(each.title), said, came, str(each.unless)))
    return found


def told(
    rows: QuerySet[Any],
    instant: str,
    *,
    one: Callable[[Any], tuple[str, str]],
    many: Callable[[int, int], str],
    link: str = "",
    add: str = "",
    later: timedelta = timedelta(),
) -> list[Line]:
    """The rows as lines: words and link of each while they are few, one line with their number and the sum of `add`.

    `instant` is the field that says when, `later` what is to be added to that.
    """
    few = list(rows.order_by(instant, "pk")[: NAMED + 1])
    if len(few) <= NAMED:
        return [Line(getattr(row, instant) + later, *one(row)) for row in few]
    sums = {"number": Count("pk"), "first": Min(instant), "last": Max(instant)} | ({"total": Sum(add)} if add else {})
    found = rows.order_by().aggregate(**sums)
    words = many(found["number"], found.get("total") or 0)
    return [Line(found["first"] + later, words, link, found["number"], found["last"] + later)]


def of_admin(model: str, pk: int | None = None, query: str = "") -> str:
    """The operators' page of one row ("connects_lot", 7), or of all of them."""
    address = reverse(f"admin:{model}_change", args=[pk]) if pk else reverse(f"admin:{model}_changelist")
    return f"{address}?{query}" if query else address


def _in_order(lines: Iterator[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.at, line.kind))
