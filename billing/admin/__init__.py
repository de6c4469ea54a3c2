"""Operators' pages of buying, by subject."""

from billing.admin import catalogue, events, money_back, purchases  # noqa: F401
