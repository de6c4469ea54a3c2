"""The wallet's verbs, for the rooms above: every Connect moves through one of them.

Each is one transaction, or part of the caller's, and books under a reference: doing it twice does it once, and the
same reference for something else raises ReferenceReused. Lock order: the caller's domain row first, then wallets by
ascending id, then inserts. No wallet is held while Stripe is called.
"""

from connects.booking import Booking
from connects.granting import credit_purchase, grant, grant_once
from connects.models import Source
from connects.operating import adjust, revoke
from connects.refunding import refund
from connects.spending import spend
from connects.wallets import balance_of, open_wallet, spendable, wallet_of

__all__ = [
    "Booking",
    "Source",
    "adjust",
    "balance_of",
    "credit_purchase",
    "grant",
    "grant_once",
    "open_wallet",
    "refund",
    "revoke",
    "spend",
    "spendable",
    "wallet_of",
]
