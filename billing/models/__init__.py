"""Buying Connects and memberships: what is sold, at what price, to whom, and what Stripe told us about it."""

from billing.models.campaigns import Campaign, CampaignPerson
from billing.models.catalogue import Package, PlanPrice, PlanTerms, Region
from billing.models.discounts import DiscountPolicy, PromoCode, Redemption, Sale
from billing.models.events import EventCatchUp, StripeEvent
from billing.models.memberships import Invoice, Membership, MembershipPolicy
from billing.models.money_back import Dispute, Refund
from billing.models.payers import BillingDetails, StripeCustomer
from billing.models.purchases import Purchase

__all__ = [
    "BillingDetails",
    "Campaign",
    "CampaignPerson",
    "DiscountPolicy",
    "Dispute",
    "EventCatchUp",
    "Invoice",
    "Membership",
    "MembershipPolicy",
    "Package",
    "PlanPrice",
    "PlanTerms",
    "PromoCode",
    "Purchase",
    "Redemption",
    "Refund",
    "Region",
    "Sale",
    "StripeCustomer",
    "StripeEvent",
]
