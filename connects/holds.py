"""Connects that are held: taken like a spend, raised by the difference, then captured or returned, once (PRODUCT 6).

A captured hold is spent: nothing moves, history calls its bookings Spent. A returned one is mirrored booking by
booking into the lots that it came from, with the expiry they have. The wallet is held for each step.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum

from accounts.models import User
from common import clock
from connects.booking import Booking, Order, hold
from connects.chain import one_transaction
from connects.errors import HoldEnded, NoSuchHold, NoSuchSpend, ReferenceReused
from connects.limits import take_within
from connects.models import Hold, HoldEnd, HoldPart, Kind, Transaction
from connects.refunding import put_back

How = HoldEnd.How


@dataclass(frozen=True, slots=True)
class HoldState:
    """What is or was held under a reference, in Connects; `ended` is "captured", "returned" or empty."""

    connects: int
    ended: str = ""


@dataclass(frozen=True, slots=True)
class OpenHold:
    """A hold that is neither captured nor returned: what for, how many Connects, since when."""

    cause: str
    connects: int
    since: datetime


@one_transaction
def place_hold(
    wallet_id: int,
    connects: int,
    *,
    reference: str,
    cause: str = "",
    reason: str = "",
    actor: User | None = None,
    limit: int | None = None,
) -> Booking:
    """Hold Connects; with a `limit`, within what the actor may take from this wallet in a month.

    Raises NotEnoughConnects, OverTheLimit, ReferenceReused, NoWallet.
    """
    booking = take_within(Order(wallet_id, Kind.HOLD, -connects, reference, cause, reason, actor), limit)
    if not booking.again:
        placed = Hold.objects.create(wallet_id=wallet_id, reference=reference, cause=cause)
        HoldPart.objects.create(hold=placed, transaction_id=booking.id)
    return booking


@one_transaction
def raise_hold(
    reference: str, *, to: int, reason: str = "", actor: User | None = None, limit: int | None = None
) -> Booking:
    """Hold the difference up to `to`. Raising to the same again answers with the first.

    Raises NoSuchHold, HoldEnded, NotEnoughConnects, OverTheLimit, ReferenceReused; ValueError for less than is held.
    """
    held = _held(reference)
    named = f"{reference}:{to}"
    if before := Transaction.objects.filter(reference=named).first():
        return _raised_before(held, before)
    _still_open(held)
    more = to - connects_of(held)
    if more <= 0:
        raise ValueError("A hold is raised, never lowered.")
    booking = take_within(Order(held.wallet_id, Kind.HOLD, -more, named, held.cause, reason, actor), limit)
    HoldPart.objects.create(hold=held, transaction_id=booking.id)
    return booking


@one_transaction
def return_hold(reference: str, *, reason: str = "", actor: User | None = None) -> list[Booking]:
    """Put all that is held back into its lots, once. Raises NoSuchHold, and HoldEnded when it was captured."""
    held = _held(reference)
    _end(held, How.RETURNED, reason, actor)
    return _mirrored(held, Kind.RETURN, "return", reason, actor)


@one_transaction
def capture_hold(reference: str, *, reason: str = "", actor: User | None = None) -> int:
    """What was held is spent, once. Answers with how many. Raises NoSuchHold, and HoldEnded when it was returned."""
    held = _held(reference)
    _end(held, How.CAPTURED, reason, actor)
    return connects_of(held)


@one_transaction
def refund_hold(reference: str, *, cause: str = "", reason: str = "", actor: User | None = None) -> list[Booking]:
    """Give a captured hold back, once, as a spend is refunded; for a cause of its own, or that of the hold.

    Raises NoSuchHold, NoSuchSpend when not captured.
    """
    held = _held(reference)
    if _how(held) != How.CAPTURED:
        raise NoSuchSpend(reference)
    return _mirrored(held, Kind.REFUND, "refund", reason, actor, cause=cause)


def hold_state(reference: str) -> HoldState:
    """Raises NoSuchHold."""
    held = Hold.objects.filter(reference=reference).first()
    if held is None:
        raise NoSuchHold(reference)
    return HoldState(connects_of(held), _how(held))


def open_holds(wallet_id: int) -> list[OpenHold]:
    """What a wallet holds now, newest first."""
    found = Hold.objects.filter(wallet=wallet_id, end=None).annotate(taken=Sum("parts__transaction__amount"))
    rows = found.order_by("-id").values_list("cause", "taken", "opened_at")
    return [OpenHold(cause, -taken, since) for cause, taken, since in rows]


def connects_of(held: Hold) -> int:
    return -(_parts(held).aggregate(sum=Sum("amount"))["sum"] or 0)


def _held(reference: str) -> Hold:
    """The hold, and its wallet held by this transaction: what is read of it from here on stays true."""
    found = Hold.objects.filter(reference=reference).first()
    if found is None:
        raise NoSuchHold(reference)
    hold(found.wallet_id)
    return found


def _end(held: Hold, how: HoldEnd.How, reason: str, actor: User | None) -> None:
    before = _how(held)
    if before and before != how:
        raise HoldEnded(f"{held.reference} was {before}")
    if not before:
        HoldEnd.objects.create(hold=held, how=how, reason=reason, actor=actor)


def _still_open(held: Hold) -> None:
    if before := _how(held):
        raise HoldEnded(f"{held.reference} was {before}")


def _how(held: Hold) -> str:
    return HoldEnd.objects.filter(hold=held).values_list("how", flat=True).first() or ""


def _mirrored(held: Hold, kind: Kind, word: str, reason: str, actor: User | None, *, cause: str = "") -> list[Booking]:
    now, about = clock.now(), cause or held.cause
    return [
        put_back(
            part,
            Order(held.wallet_id, kind, -part.amount, f"{word}:{part.reference}", about, reason, actor, part.pk),
            now=now,
        )
        for part in _parts(held).order_by("id")
    ]


def _parts(held: Hold) -> QuerySet[Transaction]:
    return Transaction.objects.filter(hold_part__hold=held)


def _raised_before(held: Hold, before: Transaction) -> Booking:
    if not HoldPart.objects.filter(hold=held, transaction=before).exists():
        raise ReferenceReused(before.reference)
    return Booking(before.pk, held.wallet_id, before.reference, before.amount, before.balance_after, again=True)
