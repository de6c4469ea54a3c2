"""What an operator does to a wallet: revoke what a lot still holds, or adjust a balance, always with a reason."""

from datetime import timedelta

from accounts.models import User
from common import clock
from connects.booking import LOTS, WALLET_GAVE, Booking, Order, book, booked_before, hold, moved
from connects.chain import one_transaction
from connects.errors import NoSuchLot, NotEnoughConnects
from connects.expiry import without_expired
from connects.granting import grant
from connects.models import Kind, Lot, Source, WalletPolicy
from connects.spending import take

OUT_OF_ONE_LOT = moved("""
    SELECT booked.id, lot.id, booked.amount, booked.balance_after
    FROM booked, connects_lot lot WHERE lot.id = %(lot)s AND lot.remaining >= -booked.amount
""")


@one_transaction
def revoke(
    lot_id: int, connects: int, *, reference: str, reason: str, cause: str = "", actor: User | None = None
) -> Booking:
    """Take Connects back out of one lot. Raises NotEnoughConnects when it holds fewer, ReferenceReused, NoSuchLot."""
    wallet_id = Lot.objects.filter(pk=lot_id).values_list("wallet_id", flat=True).first()
    if wallet_id is None:
        raise NoSuchLot(lot_id)
    order = Order(wallet_id, Kind.REVOKE, -connects, reference, cause, _said(reason), actor)
    if connects < 1:
        raise ValueError("At least one Connect is revoked.")
    held = hold(wallet_id)
    now = clock.now()
    without_expired(held, now)
    remaining = Lot.objects.values_list("remaining", flat=True).get(pk=lot_id)
    if remaining < connects:
        if before := booked_before(order):
            return before
        raise NotEnoughConnects(needed=connects, available=remaining)
    booking, _ = book(order, OUT_OF_ONE_LOT, WALLET_GAVE, LOTS, now=now, lot=lot_id)
    return booking


@one_transaction
def adjust(
    wallet_id: int, connects: int, *, reason: str, actor: User | None, reference: str, cause: str = ""
) -> Booking:
    """Correct a balance by plus or minus so many Connects: plus opens a lot, minus takes the soonest-expiring ones.

    Raises NotEnoughConnects and ReferenceReused; ValueError without a reason or for nothing.
    """
    if connects < 0:
        return take(Order(wallet_id, Kind.ADJUST, connects, reference, cause, _said(reason), actor))
    lives = timedelta(days=WalletPolicy.objects.get(pk=1).adjusted_lives_days)
    return grant(
        wallet_id,
        connects,
        source=Source.ADJUSTMENT,
        kind=Kind.ADJUST,
        expires_at=clock.now() + lives,
        reference=reference,
        cause=cause,
        reason=_said(reason),
        actor=actor,
    )


def _said(reason: str) -> str:
    if not reason.strip():
        raise ValueError("Say why: the books keep the reason.")
    return reason.strip()
