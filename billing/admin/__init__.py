"""Operators' pages of buying, by subject."""

from billing.admin import catalogue, events, purchases  # noqa: F401
