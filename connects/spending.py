"""Taking Connects: soonest-expiring lot first, never more than there is."""

from accounts.models import User
from common import clock
from connects.booking import LOTS, WALLET_GAVE, Booking, Order, book, booked_before, hold, moved
from connects.chain import one_transaction
from connects.errors import NotEnoughConnects
from connects.expiry import without_expired
from connects.models import Kind

# Soonest to expire first, older first among equals: nobody should lose Connects to our order of spending.
# `upto` is what the lots hold together up to this one; the lot at which it reaches the amount is taken in part.
SOONEST_FIRST = moved("""
    SELECT booked.id, lot.id,
        CASE WHEN lot.upto <= -booked.amount THEN -lot.remaining
            ELSE booked.amount + lot.upto - lot.remaining END,
        CASE WHEN lot.upto <= -booked.amount THEN booked.balance_after - booked.amount - lot.upto
            ELSE booked.balance_after END
    FROM booked, (
        SELECT id, remaining, SUM(remaining) OVER (ORDER BY expires_at, id) AS upto
        FROM connects_lot WHERE wallet_id = %(wallet)s AND remaining > 0
    ) lot
    WHERE lot.upto - lot.remaining < -booked.amount
    ORDER BY lot.upto
""")


@one_transaction
def spend(
    wallet_id: int, connects: int, *, reference: str, cause: str = "", reason: str = "", actor: User | None = None
) -> Booking:
    """Take Connects for something. Raises NotEnoughConnects, ReferenceReused, NoWallet."""
    return take(Order(wallet_id, Kind.SPEND, -connects, reference, cause, reason, actor))


def take(order: Order) -> Booking:
    """Book an order that takes, from whichever lots expire soonest. Raises NotEnoughConnects, ReferenceReused."""
    if order.amount >= 0:
        raise ValueError("Only a positive number of Connects can be taken.")
    held = hold(order.wallet_id)
    now = clock.now()
    held = without_expired(held, now)
    if held.balance + order.amount < 0:
        # What was booked stays booked, whatever is left by now.
        if before := booked_before(order):
            return before
        raise NotEnoughConnects(needed=-order.amount, available=held.balance)
    booking, _ = book(order, SOONEST_FIRST, WALLET_GAVE, LOTS, now=now)
    return booking
