"""Going on where a page ended, in either direction, by the last row's place in the order and not by counting."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import QueryDict

from proposals.models import Proposal

NEWEST = ("-id",)
# The lowest first; of two that ask the same, the one that was sent first.
BEST_BID = ("bid_minor", "id")
_LARGEST = 2**63 - 1
Order = Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """Some proposals, and the query strings of the pages beside them, empty where there is none."""

    rows: list[Proposal]
    newer: str = ""
    older: str = ""


def page(rows: QuerySet[Proposal], query: QueryDict, *, order: Order = NEWEST, size: int = 20) -> Page:
    """The page that `after` or `before` in the address asks for; the first one when they make no sense."""
    if place := _read(query.get("before", ""), order):
        back = _turned(order)
        found = list(rows.filter(_beyond(back, place)).order_by(*back)[: size + 1])
        # With less than a page left, the first page is it.
        if len(found) > size:
            return _made(found[size - 1 :: -1], query, order, newer=True, older=True)
    elif place := _read(query.get("after", ""), order):
        found = list(rows.filter(_beyond(order, place)).order_by(*order)[: size + 1])
        return _made(found[:size], query, order, newer=True, older=len(found) > size)
    found = list(rows.order_by(*order)[: size + 1])
    return _made(found[:size], query, order, newer=False, older=len(found) > size)


def _beyond(order: Order, place: Sequence[int]) -> Q:
    """Rows after this place: beyond in the first key, or level in it and beyond in the next."""
    beyond, level = Q(), Q()
    for key, value in zip(order, place, strict=True):
        name = key.removeprefix("-")
        further = Q(**{f"{name}__{'lt' if key.startswith('-') else 'gt'}": value})
        beyond |= level & further
        level &= Q(**{name: value})
    return beyond


def _turned(order: Order) -> Order:
    return [key[1:] if key.startswith("-") else f"-{key}" for key in order]


def _made(rows: list[Proposal], query: QueryDict, order: Order, *, newer: bool, older: bool) -> Page:
    if not rows:
        return Page([])
    return Page(
        rows,
        newer=_beside(query, "before", rows[0], order) if newer else "",
        older=_beside(query, "after", rows[-1], order) if older else "",
    )


def _beside(query: QueryDict, name: str, row: Proposal, order: Order) -> str:
    kept = query.copy()
    kept.pop("before", None)
    kept.pop("after", None)
    kept[name] = ".".join(str(getattr(row, key.removeprefix("-"))) for key in order)
    return f"?{kept.urlencode()}"


def _read(text: str, order: Order) -> list[int] | None:
    if not re.fullmatch(r"\d{1,19}(\.\d{1,19})*", text, re.ASCII):
        return None
    place = [min(int(part), _LARGEST) for part in text.split(".")]
    return place if len(place) == len(order) else None
