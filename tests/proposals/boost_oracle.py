"""The auction once more, in plain Python and told differently: what the real one must agree with.

Places are slots that are filled and emptied one by one; the real one ranks all bids anew each time.
"""

from dataclasses import dataclass, field


@dataclass
class OracleBid:
    who: int
    connects: int
    came: int
    newcomer: bool
    charged: bool = False


@dataclass
class OracleAuction:
    places: int
    cap: int
    kept: bool
    slots: list[OracleBid] = field(default_factory=list)
    came: int = 0
    open: bool = True
    # Per person: what is held now, and what was charged in all.
    charged: dict[int, int] = field(default_factory=dict)
    returned: list[int] = field(default_factory=list)

    def held(self, who: int) -> int:
        return sum(bid.connects for bid in self.slots if bid.who == who and not bid.charged)

    def mine(self, who: int) -> OracleBid | None:
        return next((bid for bid in self.slots if bid.who == who), None)

    def bid(self, who: int, connects: int, *, newcomer: bool) -> bool:
        """Whether it is taken; whom it pushes out gets all of it back."""
        mine = self.mine(who)
        if not self.open or not 1 <= connects <= self.cap:
            return False
        if mine is not None:
            if mine.charged or connects <= mine.connects:
                return False
            self.came += 1
            mine.connects, mine.came = connects, self.came
            return True
        loser = self._loser(newcomer)
        if loser is not None and (loser.charged or loser.connects >= connects):
            return False
        if loser is not None:
            self.slots.remove(loser)
            self.returned.append(loser.who)
        self.came += 1
        self.slots.append(OracleBid(who, connects, self.came, newcomer))
        return True

    def _loser(self, newcomer: bool) -> OracleBid | None:
        """Who would have to go: nobody while a place is free for such a person."""
        strangers = [bid for bid in self.slots if not bid.newcomer]
        if not newcomer and self.kept and len(strangers) >= self.places - 1:
            return self._weakest(strangers)
        return self._weakest(self.slots) if len(self.slots) >= self.places else None

    @staticmethod
    def _weakest(bids: list[OracleBid]) -> OracleBid:
        """The lowest that can go, the latest of equals; one that is charged only when there is no other."""
        loose = [bid for bid in bids if not bid.charged]
        return min(loose or bids, key=lambda bid: (bid.connects, -bid.came))

    def look(self, who: int) -> None:
        mine = self.mine(who)
        if self.open and mine is not None and not mine.charged:
            self._charge(mine)

    def withdraw(self, who: int) -> None:
        self.look(who)
        mine = self.mine(who)
        if self.open and mine is not None:
            self.slots.remove(mine)

    def close(self) -> None:
        if self.open:
            for bid in self.slots:
                if not bid.charged:
                    self._charge(bid)
        self.open = False

    def void(self) -> None:
        if self.open:
            self.returned += [bid.who for bid in self.slots if not bid.charged]
            self.slots = [bid for bid in self.slots if bid.charged]
        self.open = False

    def _charge(self, bid: OracleBid) -> None:
        bid.charged = True
        self.charged[bid.who] = self.charged.get(bid.who, 0) + bid.connects
