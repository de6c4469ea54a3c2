"""What a line of history took, all of it, and whether it has come back: for those who are asked to give it back."""

from dataclasses import dataclass, field
from datetime import datetime

from connects.models import Entry, HoldEnd, HoldPart, Kind, Transaction, WalletPolicy


@dataclass(frozen=True, slots=True)
class Portion:
    """What one lot paid. `questioned` tells that its payment went back or is disputed."""

    lot: int
    source: str
    connects: int
    expires_at: datetime
    questioned: bool

    def lapsed(self, at: datetime) -> bool:
        return self.expires_at <= at


@dataclass(frozen=True, slots=True)
class Taken:
    """A spend, or a whole hold with its raises. `reference` is what it is refunded by; `back` are the bookings that
    gave it back. `held` is a hold that is not decided yet: it is not spent."""

    reference: str
    wallet_id: int
    connects: int
    held: bool = False
    is_hold: bool = False
    portions: tuple[Portion, ...] = ()
    back: tuple[int, ...] = field(default=())

    @property
    def spent(self) -> bool:
        """Whether it is spent, and has not come back."""
        return not self.held and not self.back

    def lapsing(self, at: datetime) -> int:
        """How many of it came out of lots that have expired since."""
        return sum(each.connects for each in self.portions if each.lapsed(at))

    def questioned(self) -> int:
        """How many would not stay: their lot's payment went back, or is disputed."""
        return sum(each.connects for each in self.portions if each.questioned)


def taken_by(line: int) -> Taken | None:
    """What the booking of this number took part in taking. None where it is neither a spend nor a hold."""
    booking = Transaction.objects.filter(pk=line, kind__in=(Kind.SPEND, Kind.HOLD)).first()
    if booking is None:
        return None
    part = HoldPart.objects.filter(transaction=booking).select_related("hold").first()
    if part is None:
        return _taken(booking.reference, [booking])
    parts = list(Transaction.objects.filter(hold_part__hold=part.hold_id).order_by("id"))
    captured = HoldEnd.objects.filter(hold=part.hold_id, how=HoldEnd.How.CAPTURED).exists()
    return _taken(part.hold.reference, parts, is_hold=True, held=not captured)


def grace_days() -> int:
    """How long Connects live that come back into a lot that has expired (PRODUCT 2)."""
    return WalletPolicy.objects.get(pk=1).refund_grace_days


def _taken(reference: str, parts: list[Transaction], *, is_hold: bool = False, held: bool = False) -> Taken:
    entries = Entry.objects.filter(transaction__in=parts).select_related("lot").order_by("id")
    back = Transaction.objects.filter(reverses__in=parts).order_by("id").values_list("pk", flat=True)
    return Taken(
        reference,
        parts[0].wallet_id,
        -sum(part.amount for part in parts),
        held=held,
        is_hold=is_hold,
        portions=tuple(_portion(entry) for entry in entries),
        back=tuple(back),
    )


def _portion(entry: Entry) -> Portion:
    lot = entry.lot
    questioned = lot.owed > 0 or lot.disputed
    return Portion(lot.pk, lot.get_source_display(), -entry.amount, lot.expires_at, questioned)
