"""What comes into a lot whose payment is in question does not stay there: it goes towards what is owed for the lot,
and while the payment is disputed it is booked out like the rest of the lot (PRODUCT 4)."""

from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext_noop

from connects.booking import Held, Order, hold
from connects.debts import owe
from connects.models import DebtEntry, Kind, Lot
from connects.one_lot import move

OWED = gettext_noop("The money for these had gone back to you: they go towards what you owe.")
FROZEN = gettext_noop("The payment for these is disputed.")


def into_questioned_lots(wallet_id: int, *, arrival: int, now: datetime) -> Held:
    """Take out again what the booking `arrival` put into lots in question. Answers with the wallet after it."""
    in_question = Lot.objects.filter(wallet=wallet_id, remaining__gt=0).filter(Q(owed__gt=0) | Q(disputed=True))
    for lot in in_question.select_related("opened_by").order_by("id"):
        # A lot in question holds nothing, so whatever it holds has just come.
        owed = min(lot.remaining, lot.owed)
        if owed:
            _revoke(lot, owed, arrival, now)
        if lot.disputed and lot.remaining > owed:
            freeze_in(lot, lot.remaining - owed, f"frozen:{arrival}:{lot.pk}", now, reason=FROZEN)
    return hold(wallet_id)


def freeze_in(lot: Lot, connects: int, reference: str, now: datetime, *, reason: str, cause: str = "") -> None:
    """Book so many out of a disputed lot until its payment is settled."""
    about = cause or lot.opened_by.cause
    move(lot.pk, Order(lot.wallet_id, Kind.DISPUTE, -connects, reference, about, reason), now=now)
    Lot.objects.filter(pk=lot.pk).update(frozen=F("frozen") + connects)


def _revoke(lot: Lot, connects: int, arrival: int, now: datetime) -> None:
    reference, cause = f"returned:{arrival}:{lot.pk}", lot.opened_by.cause
    booking = move(lot.pk, Order(lot.wallet_id, Kind.REVOKE, -connects, reference, cause, OWED), now=now)
    owe(lot, DebtEntry.Why.RETURNED, -connects, reference=reference, cause=cause, by=booking.id, now=now)
