"""How every verb books: hold the wallet, write the booking under its reference, its entries, the wallet, the lots.

The wallet's row is the mutex of its lots. It is held in one statement and the lots are read in the next, because under
READ COMMITTED a statement that does both sees the lots as they were before it waited.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from common import clock
from connects.chain import Step, ask, instant, run
from connects.dialect import waiting
from connects.errors import BooksDisagree, NoWallet, ReferenceReused
from connects.models import Kind

# Others may still refer to the wallet, as a foreign key does, but not change it.
LOCK = "FOR NO KEY UPDATE"


@dataclass(frozen=True, slots=True)
class Booking:
    """What was booked: `amount` is signed Connects. `again` tells that it had been booked before."""

    id: int
    wallet_id: int
    reference: str
    amount: int
    balance_after: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What a verb wants booked; a second order under the same reference must be for the same."""

    wallet_id: int
    kind: Kind
    amount: int
    reference: str
    cause: str = ""
    reason: str = ""
    actor: User | None = None
    reverses_id: int | None = None

    def __post_init__(self) -> None:
        kind, _, rest = self.reference.partition(":")
        if not kind or not rest or len(self.reference) > 120:
            raise ValueError(f"A reference reads kind:number, in 120 characters: {self.reference!r}")


@dataclass(frozen=True, slots=True)
class Held:
    """A wallet that nobody else changes before this transaction ends."""

    id: int
    balance: int
    next_expiry_at: datetime | None
    debt: int = 0
    # How many of the lots that a booking moved are owed for or disputed.
    in_question: int = 0

    def due(self, at: datetime) -> bool:
        """Whether a lot has passed its expiry and is still on the balance."""
        return self.next_expiry_at is not None and self.next_expiry_at <= at


BOOKED = Step(
    "booked",
    """
    INSERT INTO connects_transaction (
        wallet_id, kind, reference, amount, balance_after, reverses_id, actor_id, cause, reason,
        effective_at, recorded_at
    )
    SELECT id, %(kind)s, CAST(%(reference)s AS varchar), %(amount)s, balance + %(amount)s,
        CAST(%(reverses)s AS bigint), CAST(%(actor)s AS bigint), %(cause)s, %(reason)s, %(now)s, %(recorded)s
    FROM connects_wallet
    WHERE id = %(wallet)s
        AND NOT EXISTS (SELECT 1 FROM connects_transaction WHERE reference = CAST(%(reference)s AS varchar))
        AND NOT EXISTS (SELECT 1 FROM connects_transaction WHERE reverses_id = CAST(%(reverses)s AS bigint))
    ON CONFLICT DO NOTHING
    RETURNING id, amount, balance_after
    """,
    again="SELECT id, amount, balance_after FROM connects_transaction WHERE id > %(mark)s",
    decides=True,
)

LOTS = Step(
    "lots",
    """
    UPDATE connects_lot SET remaining = connects_lot.remaining + moved.amount
    FROM moved WHERE connects_lot.id = moved.lot_id
    RETURNING id, owed, disputed
    """,
    again="SELECT id, owed, disputed FROM connects_lot WHERE id IN (SELECT lot_id FROM moved)",
)


def moved(entries: str) -> Step:
    """The step that writes the booking's entries: `entries` selects transaction, lot, amount and balance after."""
    return Step(
        "moved",
        f"""
        INSERT INTO connects_entry (transaction_id, lot_id, amount, balance_after) {entries}
        RETURNING lot_id, amount
        """,
        again="SELECT lot_id, amount FROM connects_entry WHERE transaction_id = (SELECT id FROM booked)",
    )


def wallet(next_expiry: str) -> Step:
    """The step that writes the wallet: `next_expiry` selects the earliest expiry among lots that hold something."""
    return Step(
        "wallet",
        f"""
        UPDATE connects_wallet SET balance = booked.balance_after, next_expiry_at = ({next_expiry})
        FROM booked WHERE connects_wallet.id = %(wallet)s
        RETURNING next_expiry_at, debt
        """,
        again="SELECT next_expiry_at, debt FROM connects_wallet WHERE id = %(wallet)s",
    )


# For bookings that take: whatever still holds something afterwards.
WALLET_GAVE = wallet("""
    SELECT MIN(lot.expires_at) FROM connects_lot lot LEFT JOIN moved ON moved.lot_id = lot.id
    WHERE lot.wallet_id = %(wallet)s AND lot.remaining > 0 AND lot.remaining + COALESCE(moved.amount, 0) > 0
""")

_ANSWER = """
    SELECT booked.id, booked.balance_after, (SELECT SUM(amount) FROM moved), wallet.next_expiry_at, wallet.debt,
        {in_question}
    FROM booked, wallet
"""
_ANSWER_OF_LOTS = _ANSWER.format(in_question="(SELECT COUNT(*) FROM lots WHERE owed > 0 OR disputed)")
_ANSWER_OF_A_NEW_LOT = _ANSWER.format(in_question="0")


def hold(wallet_id: int) -> Held:
    """Lock the wallet's row until this transaction ends. Raises NoWallet."""
    held = ask(
        f"SELECT balance, next_expiry_at, debt FROM connects_wallet WHERE id = %(wallet)s {waiting(LOCK)}",
        {"wallet": wallet_id},
        often=True,
    )
    if not held:
        raise NoWallet(wallet_id)
    [(balance, next_expiry_at, debt)] = held
    return Held(wallet_id, balance, instant(next_expiry_at), debt)


def book(order: Order, *steps: Step, now: datetime, **params: Any) -> tuple[Booking, Held]:
    """Write one booking in a held wallet: BOOKED, then `steps`. Answers with it and the wallet after it.

    Under a reference that has booked, answers with that; raises ReferenceReused when it was something else.
    """
    answer = _ANSWER_OF_LOTS if LOTS in steps else _ANSWER_OF_A_NEW_LOT
    rows = run((BOOKED, *steps), answer, {**_params(order, now), **params}, often=True)
    if not rows:
        before = booked_before(order)
        if before is None:
            # It was there a moment ago, in a transaction that has been rolled back since.
            raise ReferenceReused(order.reference)
        return before, hold(order.wallet_id)
    [(id, balance_after, total, next_expiry_at, debt, in_question)] = rows
    if total != order.amount:
        transaction.set_rollback(True)
        raise BooksDisagree(f"wallet {order.wallet_id}: {order.amount} ordered, {total or 0} found in its lots")
    booking = Booking(id, order.wallet_id, order.reference, order.amount, balance_after)
    return booking, Held(order.wallet_id, balance_after, instant(next_expiry_at), debt, in_question)


def booked_before(order: Order) -> Booking | None:
    """What the reference has booked, if anything. Raises ReferenceReused when that was something else.

    A spend is refunded once, by whoever comes first: that refund answers for every later one.
    """
    rows = ask(
        """
        SELECT id, wallet_id, kind, amount, reverses_id, cause, reference, balance_after FROM connects_transaction
        WHERE reference = %(reference)s OR reverses_id = CAST(%(reverses)s AS bigint)
        ORDER BY CASE WHEN reference = %(reference)s THEN 0 ELSE 1 END
        """,
        {"reference": order.reference, "reverses": order.reverses_id},
    )
    if not rows:
        return None
    id, *content, cause, reference, balance_after = rows[0]
    same_cause = cause == order.cause or reference != order.reference
    if content != [order.wallet_id, order.kind, order.amount, order.reverses_id] or not same_cause:
        raise ReferenceReused(order.reference)
    return Booking(id, order.wallet_id, reference, order.amount, balance_after, again=True)


def _params(order: Order, now: datetime) -> dict[str, Any]:
    return {
        "wallet": order.wallet_id,
        "kind": order.kind.value,
        "amount": order.amount,
        "reference": order.reference,
        "cause": order.cause,
        "reason": order.reason,
        "actor": order.actor and order.actor.pk,
        "reverses": order.reverses_id,
        "now": now,
        "recorded": clock.real_now(),
    }
