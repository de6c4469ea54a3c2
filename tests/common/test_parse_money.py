"""Amounts as people write them."""

import pytest

from common.money import parse_money


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("450", 45_000),
        ("1,200.50", 120_050),
        ("$1,200.5", 120_050),
        ("usd 45", 4_500),
        ("45 USD", 4_500),
        (" 1 200 ", 120_000),
        ("45.", 4_500),
        ("0.01", 1),
        ("1,234,567.89", 123_456_789),
    ],
)
def test_it_reads_what_people_write(text, minor):
    assert parse_money(text) == minor


@pytest.mark.parametrize(
    "text",
    ["", "$", "abc", "-4", "+4", "1e3", "1.200,50", "1,20", "12,34,567", "4 5x", "NaN", "٤٥", ".", ".5", "9" * 16],
)
def test_it_says_how_to_write_what_it_cannot_read(text):
    with pytest.raises(ValueError, match=r"Write an amount like 1,200\.50\."):
        parse_money(text)


def test_it_knows_how_many_decimals_a_currency_has():
    assert parse_money("¥1,200", "JPY") == 1_200
    with pytest.raises(ValueError, match="no decimals"):
        parse_money("1200.5", "JPY")
    with pytest.raises(ValueError, match="at most 2 decimals"):
        parse_money("1.005")
