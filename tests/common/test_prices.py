"""Prices as countries write them."""

import pytest

from common.prices import format_price


@pytest.mark.parametrize(
    ("minor", "currency", "country", "words"),
    [
        (870, "USD", "", "$8.70"),
        (123_456_789, "USD", "US", "$1,234,567.89"),
        (870, "USD", "CA", "US$8.70"),
        (870, "EUR", "DE", "8,70 €"),
        (123_456, "EUR", "DE", "1.234,56 €"),
        (870, "EUR", "NL", "€ 8,70"),
        (123_456, "EUR", "FR", "1\u202f234,56 €"),
        (870, "EUR", "IE", "€8.70"),
        (696, "GBP", "GB", "£6.96"),
        (1276, "JPY", "JP", "¥1,276"),
        (9_000, "INR", "IN", "₹90.00"),
        (12_345_678_900, "INR", "IN", "₹12,34,56,789.00"),
        (10_000_000, "INR", "IN", "₹1,00,000.00"),
        (100_500, "INR", "IN", "₹1,005.00"),
        (123_456, "CHF", "CH", "CHF 1’234.56"),
        (999, "CHF", "", "CHF 9.99"),
        (0, "EUR", "DE", "0,00 €"),
        (-870, "EUR", "DE", "-8,70 €"),
    ],
)
def test_each_country_reads_its_own(minor, currency, country, words):
    assert format_price(minor, currency, country).replace("\u00a0", " ") == words
