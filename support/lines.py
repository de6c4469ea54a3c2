"""A line of a wallet's history as support looks at it: what it says, what it took, whether that has come back."""

from dataclasses import dataclass

from connects import history
from connects import services as connects
from connects.causes import PendingRefund, pending_refunds
from connects.history import Line
from connects.services import Taken
from support.errors import NoSuchLine


@dataclass(frozen=True, slots=True)
class Asked:
    """`taken` is None for a line that is no spend; `pending` is the refund that is announced for it."""

    number: int
    wallet_id: int
    line: Line
    cause: str
    taken: Taken | None = None
    pending: PendingRefund | None = None

    @property
    def about(self) -> tuple[str, int]:
        """The kind and number of what it was spent on: ("proposal", 17); ("", 0) where there is none."""
        kind, _, number = self.cause.partition(":")
        return (kind, int(number)) if number.isdigit() else ("", 0)

    @property
    def title(self) -> str:
        return self.line.what.text[:200]


def find(wallet_id: int, number: int, *, read: history.Reader = history.lines) -> Asked:
    """The line of this number in this wallet. Raises NoSuchLine."""
    booking = history.movements(wallet_id).filter(pk=number).first() if 0 < number < 2**63 else None
    if booking is None:
        raise NoSuchLine
    [line] = read([booking])
    taken = connects.taken_by(number)
    return Asked(number, wallet_id, line, booking.cause, taken, _pending(wallet_id, taken))


def _pending(wallet_id: int, taken: Taken | None) -> PendingRefund | None:
    if taken is None or taken.back:
        return None
    return next((each for each in pending_refunds(wallet_id) if each.spend_reference == taken.reference), None)
