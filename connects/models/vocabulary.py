"""Where Connects come from, and what can happen to them."""

from django.db import models


class Source(models.TextChoices):
    """Where a lot came from."""

    JOINING = "joining", "Joining"
    PROFILE = "profile", "Profile completed"
    PERK = "perk", "Monthly perk"
    ALLOWANCE = "allowance", "Monthly allowance"
    WELCOME = "welcome", "Membership welcome bonus"
    RISING_TALENT = "rising_talent", "Rising Talent"
    CERTIFICATION = "certification", "Certification"
    REFERRAL = "referral", "Referral"
    REFERRED = "referred", "Welcome by referral"
    CAMPAIGN = "campaign", "Campaign"
    PROMO = "promo", "Promo code"
    PURCHASE = "purchase", "Purchase"
    ADJUSTMENT = "adjustment", "Adjustment by an operator"


# What a plan that is paid for gives is no gift, and what was bought neither.
NOT_FREE = (Source.ALLOWANCE, Source.PURCHASE, Source.ADJUSTMENT)


class Kind(models.TextChoices):
    """What a transaction did. The labels are the statuses that history shows (PRODUCT 2)."""

    GRANT = "grant", "Granted"
    PURCHASE = "purchase", "Purchased"
    SPEND = "spend", "Spent"
    HOLD = "hold", "Boost held"
    RETURN = "return", "Boost returned"
    REFUND = "refund", "Refunded"
    EXPIRE = "expire", "Expired"
    REVOKE = "revoke", "Revoked"
    DISPUTE = "dispute", "Disputed"
    ADJUST = "adjust", "Adjusted"
