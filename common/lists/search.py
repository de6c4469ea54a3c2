"""Finding listed rows quickly whatever is asked for, page after page.

First the rows next in order are looked through, so many and no more: what is common is found there at once. What is
rarer is gathered through the indexes and sorted after. Neither trusts the planner to guess how words and filters go
together. Where sorting all matches would be slow, the newest of them are sorted, and the page says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from common.lists import places
from common.lists.finding import gather, walk
from common.lists.places import Place

SIZE = 20
# How many rows are looked through in order before going by the indexes. What one row in twenty answers is found by the
# short walk, what one in 150 answers by the long one.
WALKS = (400, 3_000)
# Best matches are looked for among the newest so many, when at least this many of them match; otherwise among all.
RANKED, ENOUGH = 1_500, 40
# Of more matches than that, the newest are ranked.
AMONG = 300
_COUNTED = 1_000
_RANK = ("rank", "pk")
Rows = QuerySet[Any]
# (rank, id) for each of these ids, the better the larger.
Ranks = Callable[[list[int]], list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Hits:
    """One page, by ids. `count` rows answer, or more than that unless `exact`; None on later pages, which do not
    count. `newest_only` tells that only the newest matches were sorted."""

    ids: list[int] = field(default_factory=list)
    after: str = ""
    count: int | None = None
    exact: bool = True
    newest_only: bool = False


def in_order(rows: Rows, matches: Rows | None, keys: Sequence[str], after: str) -> Hits:
    """A page in an order that the list itself has, the larger first. `matches` are those asked for; None is all."""
    place = places.read(after, keys, rows.model)
    if matches is None:
        return page(following(rows, keys, place), place, *count_all(rows, place))
    for steps in WALKS:
        found, count = walk(matches, keys, place, steps=steps, limit=SIZE + 1)
        if len(found) > SIZE:
            return page(found, place, count, False)
    found, count = gather(matches, keys, place, limit=SIZE + 1)
    return page(found, place, count, True)


def best(ranks: Ranks, matches: Rows, age: Sequence[str], after: str) -> Hits:
    """By how well they answer, which `ranks` tells of some ids; `age` is the order of the newest.

    Later pages rank what the first one did: where it began goes along in the address.
    """
    begun, _, rest = after.partition("~")
    top = places.read(begun, age, matches.model)
    place = places.read(rest, _RANK, matches.model) if top else None
    found, count, exact = _newest_matches(matches, age, top if place else None)
    ranked = sorted(ranks([pk for *_, pk in found]), reverse=True)
    ranked = [each for each in ranked if place is None or each < place]
    if place is None and found:
        *first, pk = found[0]
        begun = places.write((*first, pk + 1))
    more = f"{begun}~{places.write(ranked[SIZE - 1])}" if len(ranked) > SIZE else ""
    newest_only = not exact or count > AMONG
    return Hits([pk for _, pk in ranked[:SIZE]], more, None if place else count, exact, newest_only)


def following(rows: Rows, keys: Sequence[str], place: Place | None) -> list[Place]:
    """The places of the rows next in order, one more than a page has."""
    return list(places.ordered(places.beyond(rows, keys, place), keys).values_list(*keys)[: SIZE + 1])


def count_all(rows: Rows, place: Place | None) -> tuple[int, bool]:
    """How many there are, counted up to a thousand, and whether that is all; a later page does not count."""
    if place:
        return 0, True
    count = rows[: _COUNTED + 1].count()
    return min(count, _COUNTED), count <= _COUNTED


def page(found: list[Place], place: Place | None, count: int, exact: bool, *, newest_only: bool = False) -> Hits:
    """The first of what was found, and where that ends when there is more."""
    after = places.write(found[SIZE - 1]) if len(found) > SIZE else ""
    return Hits([pk for *_, pk in found[:SIZE]], after, None if place else count, exact, newest_only)


def _newest_matches(matches: Rows, age: Sequence[str], top: Place | None) -> tuple[list[Place], int, bool]:
    found, count = walk(matches, age, top, steps=RANKED, limit=AMONG)
    if len(found) >= ENOUGH:
        return found, count, False
    found, count = gather(matches, age, top, limit=AMONG)
    return found, count, True
