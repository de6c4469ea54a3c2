"""What the books know of a person. They are never changed: whoever leaves stays in them as a pseudonym."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop, ngettext

from accounts.models import User
from accounts.privacy.registry import File, Holding, Kept, Room, Subject
from common.numbers import figure
from connects import history, sheet
from connects.models import (
    ClaimEntry,
    DebtEntry,
    Entry,
    HeldGrant,
    Hold,
    HoldEnd,
    HoldPart,
    Lot,
    Referral,
    ReferralCode,
    Suspicion,
    SuspicionReason,
    Transaction,
    TurnedTime,
    Wallet,
)

_BOOKS = Kept(gettext_noop("The books are never changed; they name a number, and a mark that nobody can read back."))


def _effects(person: User) -> list[str]:
    wallet = Wallet.objects.filter(person=person, balance__gt=0).first()
    if wallet is None:
        return []
    words = ngettext(
        "{number} Connect in your wallet can never be used again, nor what comes back to it later. "
        "They are not paid out.",
        "{number} Connects in your wallet can never be used again, nor what comes back to it later. "
        "They are not paid out.",
        wallet.balance,
    )
    return [words.format(number=figure(wallet.balance))]


def _history(of: Subject) -> Iterator[File]:
    for wallet in Wallet.objects.filter(person=of.person):
        rows = sheet.rows(history.every_line(wallet.pk))
        yield File("connects.csv", (row.encode() for row in rows))


ROOM = Room(
    "connects",
    (
        Holding(Wallet, ("person",), _BOOKS),
        Holding(Lot, ("wallet__person",), _BOOKS),
        Holding(Transaction, ("wallet__person",), _BOOKS, hidden=("actor",)),
        Holding(Entry, ("lot__wallet__person",), _BOOKS),
        Holding(ClaimEntry, ("lot__wallet__person",), _BOOKS, hidden=("actor",)),
        Holding(DebtEntry, ("wallet__person",), _BOOKS),
        Holding(TurnedTime, ("wallet__person",), _BOOKS),
        Holding(HeldGrant, ("wallet__person",), _BOOKS, hidden=("judged_by", "judged_why")),
        Holding(Hold, ("wallet__person",), _BOOKS),
        Holding(HoldPart, ("hold__wallet__person",), _BOOKS),
        Holding(HoldEnd, ("hold__wallet__person",), _BOOKS, hidden=("actor",)),
        Holding(ReferralCode, ("person",), _BOOKS),
        Holding(Referral, ("referrer", "newcomer"), _BOOKS, hidden=("why", "counted")),
        Holding(Suspicion, ("person",), _BOOKS, hidden=("judged_by", "why")),
        Holding(SuspicionReason, ("suspicion__person",), _BOOKS, hidden=("other",)),
    ),
    files=_history,
    effects=_effects,
)
