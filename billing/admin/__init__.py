"""Operators' pages of buying, by subject."""

from billing.admin import (  # noqa: F401
    campaigns,
    catalogue,
    discounts,
    events,
    memberships,
    money_back,
    plans,
    price_book,
    purchases,
)
