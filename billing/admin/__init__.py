"""Operators' pages of buying, by subject."""

from billing.admin import catalogue, events, memberships, money_back, plans, purchases  # noqa: F401
