"""A lot as the rooms above see it that sold it: what it holds, what became of the rest, what a claim would mean."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Sum

from common import clock
from connects.errors import NoSuchLot
from connects.models import DebtEntry, Entry, Kind, Lot
from connects.rules import LotBooks, parts_of_claim

_PAYMENTS = [DebtEntry.Why.PAID, DebtEntry.Why.UNPAID]


@dataclass(frozen=True, slots=True)
class LotState:
    """In Connects. `remaining` can be spent now; `lapsed` were not used in time; `owed` is still to be paid."""

    id: int
    wallet_id: int
    granted: int
    remaining: int
    frozen: int
    lapsed: int
    # Used by its owner, and not come back.
    spent: int
    claimed: int
    owed: int
    disputed: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """What a claim did or would do: so many Connects out of the lot, and so many more owed; negative the other way."""

    revoked: int
    owed: int
    again: bool = False


def lot_state(opened_by: str) -> LotState | None:
    """The lot opened under the reference, or None."""
    lot = Lot.objects.filter(opened_by__reference=opened_by).first()
    if lot is None:
        return None
    books = _as_of_now(lot)
    return LotState(
        id=lot.pk,
        wallet_id=lot.wallet_id,
        granted=lot.granted,
        remaining=books.remaining,
        frozen=lot.frozen,
        lapsed=books.lapsed,
        claimed=lot.claimed,
        owed=lot.owed,
        disputed=lot.disputed,
        expires_at=lot.expires_at,
        spent=lot.granted - books.remaining - lot.frozen - books.lapsed - books.revoked,
    )


def foresee_claim(opened_by: str, total: int) -> Claim:
    """What `claim` would do now: for forms that say so before it happens. Raises NoSuchLot."""
    lot = Lot.objects.filter(opened_by__reference=opened_by).first()
    if lot is None:
        raise NoSuchLot(opened_by)
    parts = parts_of_claim(_as_of_now(lot), min(max(total, 0), lot.granted))
    return Claim(parts.revoked - parts.given_back - parts.unpaid, parts.owed - parts.forgiven)


def books_of(lot: Lot) -> LotBooks:
    """What the books say became of the lot's Connects."""
    entries = Entry.objects.filter(lot=lot)
    revoked = entries.filter(transaction__kind=Kind.REVOKE).exclude(transaction__debt_entries__why__in=_PAYMENTS)
    return LotBooks(
        granted=lot.granted,
        remaining=lot.remaining,
        frozen=lot.frozen,
        lapsed=-_sum(entries.filter(transaction__kind=Kind.EXPIRE)),
        claimed=lot.claimed,
        revoked=-_sum(revoked),
        owed=lot.owed,
        paid=-_sum(DebtEntry.objects.filter(lot=lot, why__in=_PAYMENTS)),
    )


def _as_of_now(lot: Lot) -> LotBooks:
    """As if the sweep had just been here."""
    books = books_of(lot)
    if lot.expires_at > clock.now():
        return books
    return replace(books, remaining=0, lapsed=books.lapsed + books.remaining)


def _sum(rows: QuerySet[Any]) -> int:
    return rows.aggregate(sum=Sum("amount"))["sum"] or 0
