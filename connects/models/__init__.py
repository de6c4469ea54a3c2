"""The wallet's tables. A wallet holds lots; a transaction moves Connects in or out of lots by its entries.

balance = sum of entries = sum of what the lots still hold. Transactions, entries, claims and debts are append-only:
the database refuses to change or delete them on both engines (connects.guards). Only connects.services writes here.
"""

from connects.models.debts import ClaimEntry, DebtEntry, TurnedTime
from connects.models.held import HeldGrant
from connects.models.holds import Hold, HoldEnd, HoldPart
from connects.models.ledger import Entry, Transaction
from connects.models.lots import ExpiryRound, Lot
from connects.models.policies import GrantPolicy, Plan, WalletPolicy
from connects.models.referrals import Referral, ReferralCode, ReferralPolicy
from connects.models.suspicions import Suspicion, SuspicionReason
from connects.models.vocabulary import NOT_FREE, Kind, Source
from connects.models.wallet import Wallet

__all__ = [
    "NOT_FREE",
    "ClaimEntry",
    "DebtEntry",
    "Entry",
    "ExpiryRound",
    "GrantPolicy",
    "HeldGrant",
    "Hold",
    "HoldEnd",
    "HoldPart",
    "Kind",
    "Lot",
    "Plan",
    "Referral",
    "ReferralCode",
    "ReferralPolicy",
    "Source",
    "Suspicion",
    "SuspicionReason",
    "Transaction",
    "TurnedTime",
    "Wallet",
    "WalletPolicy",
]
