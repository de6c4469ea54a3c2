"""What a booking was about. A higher room registers how its causes read; history need not know the room."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Cause:
    """Words and a link for one cause, as "proposal:17"."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class PendingRefund:
    """A refund announced but not yet done: what it gives back, when, and the row of the matrix that decided."""

    spend_reference: str
    connects: int
    announced_at: datetime
    due_at: datetime
    reason: str
    cause: str


# Each takes the ids of one kind of cause and answers with those it knows, in one query.
Resolver = Callable[[Collection[int]], Mapping[int, Cause]]
# Each tells what is pending for one wallet.
PendingSource = Callable[[int], list[PendingRefund]]

_resolvers: dict[str, Resolver] = {}
_pending: list[PendingSource] = []


def register(kind: str, resolver: Resolver) -> None:
    """`register("proposal", ...)` resolves causes written "proposal:<id>"."""
    _resolvers[kind] = resolver


def register_pending(source: PendingSource) -> None:
    _pending.append(source)


def resolve(causes: Collection[str]) -> dict[str, Cause]:
    """Words and links for many causes, one query a kind. Unknown ones are left out."""
    wanted: dict[str, set[int]] = {}
    for cause in causes:
        kind, _, number = cause.partition(":")
        if kind in _resolvers and number.isdigit():
            wanted.setdefault(kind, set()).add(int(number))
    return {
        f"{kind}:{number}": found
        for kind, numbers in wanted.items()
        for number, found in _resolvers[kind](numbers).items()
    }


def pending_refunds(wallet_id: int) -> list[PendingRefund]:
    """Refunds announced for this wallet and not yet done, soonest due first."""
    return sorted((p for source in _pending for p in source(wallet_id)), key=lambda p: p.due_at)
