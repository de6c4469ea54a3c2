"""Automatic tax as far as a page needs it: one standard rate a country, in the price or on top of it.

The rates are examples. Stripe's own depend on the product, on the region and on where the seller is registered.
"""

from decimal import ROUND_HALF_UP, Decimal

RATES = {
    "AT": 20, "AU": 10, "BE": 21, "CA": 5, "DE": 19, "DK": 25, "ES": 21, "FI": 25, "FR": 20, "GB": 20, "IE": 23,
    "IN": 18, "IT": 22, "JP": 10, "NL": 21, "NZ": 15, "PL": 23, "PT": 23, "SE": 25,
}  # fmt: skip
COUNTRIES = {
    "AT": "Austria", "AU": "Australia", "BE": "Belgium", "CA": "Canada", "DE": "Germany", "DK": "Denmark",
    "ES": "Spain", "FI": "Finland", "FR": "France", "GB": "United Kingdom", "IE": "Ireland", "IN": "India",
    "IT": "Italy", "JP": "Japan", "NL": "Netherlands", "NZ": "New Zealand", "PL": "Poland", "PT": "Portugal",
    "SE": "Sweden", "US": "United States",
}  # fmt: skip


def tax_on(amount: int, country: str, behavior: str) -> int:
    """Tax on an amount in minor units: what is in it (inclusive), or what comes on top (exclusive)."""
    rate = RATES.get(country, 0)
    base = 100 + rate if behavior == "inclusive" else 100
    return half_up(Decimal(amount * rate) / base)


def half_up(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))
