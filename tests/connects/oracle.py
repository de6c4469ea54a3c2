"""The wallet once more, in plain Python and without a database: what the real one must agree with."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connects.periods import after


@dataclass
class OracleLot:
    number: int
    granted: int
    remaining: int
    expires_at: datetime
    lapsed: int = 0
    disputes: int = 0
    frozen: int = 0
    claimed: int = 0
    revoked: int = 0
    owed: int = 0
    # Claimed when it had lapsed unused.
    lost: int = 0
    owes_since: int = 0
    # Who paid for it, the latest last: [lot, connects].
    payers: list[list] = field(default_factory=list)

    @property
    def paid(self) -> int:
        return sum(connects for _, connects in self.payers)


@dataclass
class OracleSpend:
    taken: list[tuple[OracleLot, int]]
    refunded: bool = False


@dataclass
class OracleHold:
    """What a bid took, placing by placing; `ended` is captured, returned or refunded."""

    parts: list[list[tuple[OracleLot, int]]]
    ended: str = ""

    @property
    def connects(self) -> int:
        return sum(part for taken in self.parts for _, part in taken)


@dataclass
class Oracle:
    now: datetime
    lots: list[OracleLot] = field(default_factory=list)
    spends: dict[str, OracleSpend] = field(default_factory=dict)
    holds: dict[str, OracleHold] = field(default_factory=dict)
    grace: timedelta = timedelta()
    debts: int = 0

    @property
    def balance(self) -> int:
        return sum(lot.remaining for lot in self.lots)

    @property
    def lapsed(self) -> int:
        return sum(lot.lapsed for lot in self.lots)

    @property
    def debt(self) -> int:
        return sum(lot.owed for lot in self.lots)

    def tick(self, to: datetime) -> None:
        self.now = to
        for lot in self.lots:
            self._lapse_if_due(lot)

    def grant(self, connects: int, expires_at: datetime, *, free: bool = True) -> OracleLot:
        lot = OracleLot(len(self.lots), connects, connects, expires_at)
        self.lots.append(lot)
        for owing in sorted((each for each in self.lots if each.owed and free), key=lambda each: each.owes_since):
            part = min(lot.remaining, owing.owed)
            if part:
                lot.remaining -= part
                owing.owed -= part
                owing.payers.append([lot, part])
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
        self.put_back(spend.taken)

    def put_back(self, taken: list[tuple[OracleLot, int]]) -> None:
        for lot, part in taken:
            if lot.expires_at <= self.now and self.grace and not lot.disputes and part > lot.owed:
                lot.expires_at = self.now + self.grace
            self._arrive(lot, part)

    def claim(self, lot: OracleLot, total: int) -> None:
        """One Connect after the other."""
        while lot.claimed < total:
            lot.claimed += 1
            if lot.frozen:
                lot.frozen -= 1
                lot.revoked += 1
            elif lot.remaining:
                lot.remaining -= 1
                lot.revoked += 1
            elif lot.lost < lot.lapsed:
                lot.lost += 1
            else:
                self.debts += 1
                lot.owed += 1
                lot.owes_since = lot.owes_since or self.debts
        while lot.claimed > total:
            lot.claimed -= 1
            if lot.owed:
                lot.owed -= 1
            elif lot.payers:
                payer = lot.payers[-1]
                payer[1] -= 1
                lot.payers = [each for each in lot.payers if each[1]]
                self._arrive(payer[0], 1)
            elif lot.lost:
                lot.lost -= 1
            else:
                lot.revoked -= 1
                self._arrive(lot, 1)

    def freeze(self, lot: OracleLot) -> None:
        lot.disputes += 1
        lot.frozen, lot.remaining = lot.frozen + lot.remaining, 0

    def unfreeze(self, lot: OracleLot) -> None:
        if lot.disputes:
            lot.disputes -= 1
            if not lot.disputes:
                lot.remaining, lot.frozen = lot.frozen, 0
                self._lapse_if_due(lot)

    def _arrive(self, lot: OracleLot, connects: int) -> None:
        back = min(connects, lot.owed)
        lot.owed -= back
        lot.revoked += back
        if lot.disputes:
            lot.frozen += connects - back
        else:
            lot.remaining += connects - back
            self._lapse_if_due(lot)

    def _lapse_if_due(self, lot: OracleLot) -> None:
        if lot.expires_at <= self.now:
            lot.lapsed += lot.remaining
            lot.remaining = 0


@dataclass
class OraclePlan:
    """The wallet's months: what each brings, and since when they are counted."""

    joined: datetime
    anchor: datetime
    next: datetime
    monthly: int = 10
    rolls: bool = False
    paid_until: datetime | None = None
    # What the present period has brought, for upgrades.
    given: int = 0
    enabled: bool = True
    # Whether an operator has to judge, or has; and what waits: how many, and for how many days, or until when.
    judged: str = ""
    waiting: list[tuple[int, int | datetime]] = field(default_factory=list)

    def hold(self, connects: int, lives: int | datetime) -> None:
        if self.judged == "open":
            self.waiting.append((connects, lives))

    def pass_time(self, oracle: Oracle, to: datetime, *, strictly: bool = False) -> None:
        """Every period that is due and paid for begins, at its own instant."""
        while (self.next < to if strictly else self.next <= to) and (
            not self.paid_until or self.next < self.paid_until
        ):
            begins, self.next = self.next, after(self.anchor, self.next)
            if begins > oracle.now:
                oracle.tick(begins)
            self.given = self.monthly if self.enabled else 0
            if self.given and self.judged and not self.paid_until:
                self.hold(self.given, self.next)
            elif self.given:
                oracle.grant(self.given, begins + timedelta(days=365) if self.rolls else self.next)
