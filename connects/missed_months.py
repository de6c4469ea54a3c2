"""A month's perk that an operator releases when its month is over: booked as of then, and lapsed as of then.

As a missed run is caught up (PRODUCT 3). What the wallet owes it still pays first.
"""

from datetime import datetime

from common import clock
from connects.booking import Booking, Order, book, hold
from connects.debts import pay
from connects.expiry import lapse, without_expired
from connects.granting import ENTERED, OPENED, WALLET_GOT_A_LOT
from connects.models import Kind, Source


def missed_month(wallet_id: int, connects: int, *, reference: str, begins: datetime, ends: datetime) -> Booking:
    """Book the perk of a month that has passed, in a wallet held by this transaction; nothing of it can be spent."""
    now = clock.now()
    without_expired(hold(wallet_id), now)
    order = Order(wallet_id, Kind.GRANT, connects, reference)
    booking, after = book(
        order,
        OPENED,
        ENTERED,
        WALLET_GOT_A_LOT,
        now=begins,
        source=Source.PERK.value,
        expires=ends,
        paid_minor=None,
        paid_currency="",
    )
    if after.debt and not booking.again:
        pay([booking.id])
    lapse([wallet_id], until=now)
    return booking
