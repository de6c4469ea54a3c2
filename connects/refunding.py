"""Giving a spend back: into the lots that it came from, once, with the expiry that they have.

What goes into a lot that has expired is refunded and lapses at once, unless the operator gives days of grace: then
that lot lives so many days from the refund on, and keeps on record when it first expired. What goes into a lot whose
payment went back, or is disputed, does not stay there (connects.arriving).
"""

from datetime import datetime, timedelta

from django.db.models import F, Min
from django.db.models.functions import Coalesce

from accounts.models import User
from common import clock
from connects.arriving import into_questioned_lots
from connects.booking import LOTS, Booking, Order, book, hold, moved
from connects.chain import one_transaction
from connects.errors import NoSuchSpend
from connects.expiry import lapse_again, without_expired
from connects.models import Kind, Lot, Transaction, Wallet, WalletPolicy
from connects.one_lot import WALLET_GOT_SOME_BACK

PUT_BACK = moved("""
    SELECT booked.id, spent.lot_id, -spent.amount,
        booked.balance_after - booked.amount - SUM(spent.amount) OVER (ORDER BY spent.id)
    FROM booked, connects_entry spent
    WHERE spent.transaction_id = %(reverses)s
    ORDER BY spent.id
""")


@one_transaction
def refund(
    spend_reference: str, *, reference: str, cause: str = "", reason: str = "", actor: User | None = None
) -> Booking:
    """Put a spend back, once: a second refund, under whatever reference, answers with the first (`again`).

    Raises NoSuchSpend, and ReferenceReused when the reference has booked something else.
    """
    spent = Transaction.objects.filter(reference=spend_reference, kind=Kind.SPEND).first()
    if spent is None:
        raise NoSuchSpend(spend_reference)
    order = Order(spent.wallet_id, Kind.REFUND, -spent.amount, reference, cause, reason, actor, spent.pk)
    return put_back(spent, order, now=clock.now())


def put_back(taken: Transaction, order: Order, *, now: datetime) -> Booking:
    """Book an order that mirrors what a booking took. Within the caller's transaction; once, by `reverses`."""
    without_expired(hold(taken.wallet_id), now)
    booking, held = book(order, PUT_BACK, WALLET_GOT_SOME_BACK, LOTS, now=now)
    if held.in_question:
        held = into_questioned_lots(held.id, arrival=booking.id, now=now)
    if held.due(now):
        _into_expired_lots(taken, now)
    return booking


def _into_expired_lots(spent: Transaction, now: datetime) -> None:
    grace = WalletPolicy.objects.get(pk=1).refund_grace_days
    if not grace:
        lapse_again(spent.wallet_id, now=now)
        return
    # Whatever else they held was booked out before the refund, so only what came back lives on.
    Lot.objects.filter(entries__transaction=spent, remaining__gt=0, expires_at__lte=now).update(
        first_expires_at=Coalesce("first_expires_at", F("expires_at")), expires_at=now + timedelta(days=grace)
    )
    lots = Lot.objects.filter(wallet=spent.wallet_id, remaining__gt=0)
    Wallet.objects.filter(pk=spent.wallet_id).update(next_expiry_at=lots.aggregate(first=Min("expires_at"))["first"])
