"""What giving money back means for the Connects that it had bought (PRODUCT 4), and which referrals count (PRODUCT 3).

Pure functions.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LotBooks:
    """What became of a lot's Connects so far. `granted` less all but `claimed`, `owed` and `paid` is what is spent."""

    granted: int
    remaining: int
    frozen: int
    # Booked out because nobody used them in time.
    lapsed: int
    # Of the granted, the payment of so many has gone back ...
    claimed: int
    # ... and of these so many were taken out of the lot, are still owed, and were paid by later grants.
    revoked: int
    owed: int
    paid: int

    @property
    def claimed_of_lapsed(self) -> int:
        """Claimed, but neither used nor there any more: nobody owes them."""
        return self.claimed - self.revoked - self.owed - self.paid


@dataclass(frozen=True, slots=True)
class Parts:
    """Where a claim finds what it takes, or where what it gives back goes."""

    thawed: int = 0
    revoked: int = 0
    owed: int = 0
    forgiven: int = 0
    unpaid: int = 0
    given_back: int = 0


def parts_of_claim(lot: LotBooks, total: int) -> Parts:
    """What has to happen so that `total` of the lot's Connects are claimed.

    Growing takes what is unspent first; what has lapsed was not spent either, so only the rest is owed. Shrinking goes
    the same way back, so that two claims end where one would have.
    """
    return _grown(lot, total - lot.claimed) if total >= lot.claimed else _shrunk(lot, lot.claimed - total)


def _grown(lot: LotBooks, more: int) -> Parts:
    from_frozen = min(more, lot.frozen)
    revoked = min(more, lot.frozen + lot.remaining)
    lapsed = min(more - revoked, lot.lapsed - lot.claimed_of_lapsed)
    return Parts(thawed=from_frozen, revoked=revoked, owed=more - revoked - lapsed)


def _shrunk(lot: LotBooks, less: int) -> Parts:
    forgiven = min(less, lot.owed)
    unpaid = min(less - forgiven, lot.paid)
    lapsed = min(less - forgiven - unpaid, lot.claimed_of_lapsed)
    return Parts(forgiven=forgiven, unpaid=unpaid, given_back=less - forgiven - unpaid - lapsed)


@dataclass(frozen=True, slots=True)
class Pair:
    """A referrer and a newcomer. `share` are the kinds of sign they have in common and no operator has cleared."""

    share: frozenset[str]
    in_one_agency: bool
    # The newcomer's mailbox had an account before.
    known_mailbox: bool


# What speaks against a referral, the first that holds, as Referral.Why has it.
_AGAINST = (
    ("mailbox", lambda pair: "mailbox" in pair.share),
    ("device", lambda pair: "device" in pair.share),
    ("card", lambda pair: "card" in pair.share),
    ("agency", lambda pair: pair.in_one_agency),
    ("repeat", lambda pair: pair.known_mailbox),
)


def why_not_counted(pair: Pair) -> str:
    """Why a referral does not count; empty when it does."""
    return next((why for why, holds in _AGAINST if holds(pair)), "")
