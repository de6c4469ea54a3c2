"""What nobody can do to the books, whatever the code above says: these are refused by the database."""

from common.guards import Guard, append_only, fixed, never_deleted, never_earlier
from connects.models import (
    ClaimEntry,
    DebtEntry,
    Entry,
    Hold,
    HoldEnd,
    HoldPart,
    Lot,
    Transaction,
    TurnedTime,
    Wallet,
)


def all_guards() -> tuple[Guard, ...]:
    return (
        *append_only(Transaction),
        *append_only(Entry),
        *append_only(Hold),
        *append_only(HoldPart),
        *append_only(HoldEnd),
        *append_only(ClaimEntry),
        *append_only(DebtEntry),
        *append_only(TurnedTime),
        *never_deleted(Lot),
        fixed(Lot, "wallet", "source", "granted", "issued_at", "opened_by", "paid_minor", "paid_currency"),
        # Days of grace may give a lot longer; nothing may take time from it.
        never_earlier(Lot, "expires_at"),
        *never_deleted(Wallet),
        fixed(Wallet, "person", "agency", "opened_at"),
        never_earlier(Wallet, "begun_at"),
    )
