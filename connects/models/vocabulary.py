"""Where Connects come from, and what can happen to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Where a lot came from."""

    JOINING = "joining", _("Joining")
    PROFILE = "profile", _("Profile completed")
    PERK = "perk", _("Monthly perk")
    ALLOWANCE = "allowance", _("Monthly allowance")
    WELCOME = "welcome", _("Membership welcome bonus")
    RISING_TALENT = "rising_talent", _("Rising Talent")
    CERTIFICATION = "certification", _("Certification")
    REFERRAL = "referral", _("Referral")
    REFERRED = "referred", _("Welcome by referral")
    CAMPAIGN = "campaign", _("Campaign")
    PROMO = "promo", _("Promo code")
    PURCHASE = "purchase", _("Purchase")
    ADJUSTMENT = "adjustment", _("Adjustment by an operator")


# What a plan that is paid for gives is no gift, and what was bought neither.
NOT_FREE = (Source.ALLOWANCE, Source.PURCHASE, Source.ADJUSTMENT)


class Kind(models.TextChoices):
    """What a transaction did. The labels are the statuses that history shows (PRODUCT 2)."""

    GRANT = "grant", _("Granted")
    PURCHASE = "purchase", _("Purchased")
    SPEND = "spend", _("Spent")
    HOLD = "hold", _("Boost held")
    RETURN = "return", _("Boost returned")
    REFUND = "refund", _("Refunded")
    EXPIRE = "expire", _("Expired")
    REVOKE = "revoke", _("Revoked")
    DISPUTE = "dispute", _("Disputed")
    ADJUST = "adjust", _("Adjusted")
