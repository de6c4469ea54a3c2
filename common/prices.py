"""Prices as a country writes them: 8,70 € in Germany, € 8,70 in the Netherlands, ₹1,00,000.00 in India."""

from common.money import SIGNS, decimals
from common.number_styles import grouped, of_country

_SPACE = "\u00a0"
# Here a bare $ means the country's own dollar or peso.
_OWN_DOLLAR = frozenset(
    {
        "AR",
        "AU",
        "BB",
        "BR",
        "BS",
        "BZ",
        "CA",
        "CL",
        "CO",
        "FJ",
        "HK",
        "JM",
        "LR",
        "MX",
        "NA",
        "NZ",
        "SG",
        "TT",
        "TW",
        "UY",
    }
)


def format_price(minor: int, currency: str, country: str = "") -> str:
    """`format_price(870, "EUR", "DE") == "8,70 €"`; without a country as the reader's language does."""
    return write_amount(minor, decimals(currency), currency, country)


def write_amount(units: int, places: int, currency: str, country: str = "") -> str:
    """So many units of 10^-places of the currency: finer than its minor unit where a price needs it."""
    style = of_country(country)
    whole, rest = divmod(abs(units), 10**places)
    tail = f"{style.decimal}{rest:0{places}d}" if places else ""
    figure = grouped(whole, style) + tail
    return ("-" if units < 0 else "") + style.pattern.format(sign=_sign(currency, country), figure=figure)


def _sign(currency: str, country: str) -> str:
    if currency == "USD" and country in _OWN_DOLLAR:
        return "US$"
    if currency in SIGNS:
        return SIGNS[currency]
    before = of_country(country).pattern.startswith("{sign}{figure}")
    return f"{currency}{_SPACE}" if before else currency
