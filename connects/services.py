"""The wallet's verbs, for the rooms above: every Connect moves through one of them.

Each is one transaction, or part of the caller's, and books under a reference: doing it twice does it once, and the
same reference for something else raises ReferenceReused. Lock order: the caller's domain row first, then wallets by
ascending id, then inserts. No wallet is held while Stripe is called.
"""

from connects.booking import Booking
from connects.claims import claim, freeze, unfreeze
from connects.debts import debt_of
from connects.granting import credit_purchase, earned_at, give, grant, grant_once
from connects.lot_states import Claim, LotState, foresee_claim, lot_state
from connects.models import Source
from connects.operating import adjust
from connects.plans import (
    PlanStanding,
    allowances_between,
    begin_plan,
    change_plan,
    end_plan,
    extend_plan,
    plan_of,
    welcome,
)
from connects.referral_rewards import qualified_by_contract
from connects.referrals import Bought, bought, register_purchases
from connects.refunding import refund
from connects.spending import spend
from connects.wallets import balance_of, open_wallet, spendable, wallet_of

__all__ = [
    "Booking",
    "Bought",
    "Claim",
    "LotState",
    "PlanStanding",
    "Source",
    "adjust",
    "allowances_between",
    "balance_of",
    "begin_plan",
    "bought",
    "change_plan",
    "claim",
    "credit_purchase",
    "debt_of",
    "earned_at",
    "end_plan",
    "extend_plan",
    "foresee_claim",
    "freeze",
    "give",
    "grant",
    "grant_once",
    "lot_state",
    "open_wallet",
    "plan_of",
    "qualified_by_contract",
    "refund",
    "register_purchases",
    "spend",
    "spendable",
    "unfreeze",
    "wallet_of",
    "welcome",
]
