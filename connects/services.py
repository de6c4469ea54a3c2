"""The wallet's verbs, for the rooms above: every Connect moves through one of them.

Each is one transaction, or part of the caller's, and books under a reference: doing it twice does it once, and the
same reference for something else raises ReferenceReused. Lock order: the caller's domain row first, then wallets by
ascending id, then inserts. No wallet is held while Stripe is called.
"""

from connects.booking import Booking
from connects.claims import claim, freeze, frozen_by, unfreeze
from connects.debts import debt_of
from connects.fates import Fate, fate_of
from connects.free_purchases import credit_free_purchase, free_grants_wait, held_purchase
from connects.granting import credit_purchase, earned_at, give, grant, grant_once
from connects.holds import HoldState, capture_hold, hold_state, place_hold, raise_hold, refund_hold, return_hold
from connects.limits import Allowance, allowance, spend_within_limit
from connects.lot_states import Claim, LotState, foresee_claim, lot_state
from connects.low_balance import tell_if_low
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
from connects.set_grants import Given, grant_in_sets
from connects.spending import spend
from connects.taken import Taken, taken_by
from connects.turned_times import note_turned_time
from connects.wallets import balance_of, hold_wallets, lapsing_by, open_wallet, spendable, wallet_of

__all__ = [
    "Allowance",
    "Booking",
    "Bought",
    "Claim",
    "Fate",
    "Given",
    "HoldState",
    "LotState",
    "PlanStanding",
    "Source",
    "Taken",
    "adjust",
    "allowance",
    "allowances_between",
    "balance_of",
    "begin_plan",
    "bought",
    "capture_hold",
    "change_plan",
    "claim",
    "credit_free_purchase",
    "credit_purchase",
    "debt_of",
    "earned_at",
    "end_plan",
    "extend_plan",
    "fate_of",
    "foresee_claim",
    "free_grants_wait",
    "freeze",
    "frozen_by",
    "give",
    "grant",
    "grant_in_sets",
    "grant_once",
    "held_purchase",
    "hold_state",
    "hold_wallets",
    "lapsing_by",
    "lot_state",
    "note_turned_time",
    "open_wallet",
    "place_hold",
    "plan_of",
    "qualified_by_contract",
    "raise_hold",
    "refund",
    "refund_hold",
    "register_purchases",
    "return_hold",
    "spend",
    "spend_within_limit",
    "spendable",
    "taken_by",
    "tell_if_low",
    "unfreeze",
    "wallet_of",
    "welcome",
]
