"""So many Connects into or out of one lot that is known: what claims, disputes and debts book."""

from datetime import datetime

from connects.booking import LOTS, WALLET_GAVE, Booking, Order, book, moved, wallet

ONE_LOT = moved("""
    SELECT booked.id, lot.id, booked.amount, booked.balance_after
    FROM booked, connects_lot lot
    WHERE lot.id = %(lot)s AND lot.remaining + booked.amount BETWEEN 0 AND lot.granted
""")
# For bookings that put back: what was known to expire first, or one of the lots that got some back.
WALLET_GOT_SOME_BACK = wallet("""
    SELECT MIN(at) FROM (
        SELECT connects_wallet.next_expiry_at AS at
        UNION ALL SELECT lot.expires_at FROM connects_lot lot JOIN moved ON moved.lot_id = lot.id
    ) known
""")


def move(lot_id: int, order: Order, *, now: datetime) -> Booking:
    """Book the order in this lot of a held wallet. Raises BooksDisagree when the lot cannot hold or give as much."""
    booking, _ = book(
        order, ONE_LOT, WALLET_GAVE if order.amount < 0 else WALLET_GOT_SOME_BACK, LOTS, now=now, lot=lot_id
    )
    return booking
