"""The wallet once more, in plain Python and without a database: what the real one must agree with."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class OracleLot:
    number: int
    remaining: int
    expires_at: datetime


@dataclass
class OracleSpend:
    taken: list[tuple[OracleLot, int]]
    refunded: bool = False


@dataclass
class Oracle:
    now: datetime
    lots: list[OracleLot] = field(default_factory=list)
    spends: dict[str, OracleSpend] = field(default_factory=dict)
    lapsed: int = 0
    grace: timedelta = timedelta()

    @property
    def balance(self) -> int:
        return sum(lot.remaining for lot in self.lots)

    def tick(self, to: datetime) -> None:
        self.now = to
        for lot in self.lots:
            self._lapse_if_due(lot)

    def grant(self, connects: int, expires_at: datetime) -> OracleLot:
        lot = OracleLot(len(self.lots), connects, expires_at)
        self.lots.append(lot)
        self._lapse_if_due(lot)
        return lot

    def take(self, connects: int) -> list[tuple[OracleLot, int]] | None:
        """From which lots, or None when there is not enough."""
        if connects > self.balance:
            return None
        taken = []
        for lot in sorted(self.lots, key=lambda lot: (lot.expires_at, lot.number)):
            part = min(lot.remaining, connects)
            if part:
                lot.remaining -= part
                connects -= part
                taken.append((lot, part))
        return taken

    def refund(self, reference: str) -> None:
        spend = self.spends[reference]
        if spend.refunded:
            return
        spend.refunded = True
        for lot, part in spend.taken:
            if lot.expires_at <= self.now and self.grace:
                lot.expires_at = self.now + self.grace
            lot.remaining += part
            self._lapse_if_due(lot)

    def _lapse_if_due(self, lot: OracleLot) -> None:
        if lot.expires_at <= self.now:
            self.lapsed += lot.remaining
            lot.remaining = 0
