"""Prices as a country writes them: 8,70 € in Germany, € 8,70 in the Netherlands, ₹1,00,000.00 in India."""

from dataclasses import dataclass

from common.money import SIGNS, decimals

_NARROW, _SPACE = "\u202f", "\u00a0"


@dataclass(frozen=True, slots=True)
class Style:
    """How a country writes an amount. `pattern` places sign and figure."""

    decimal: str = "."
    group: str = ","
    pattern: str = "{sign}{figure}"
    # Groups of two above the first three, as in India: one lakh is 1,00,000.
    lakhs: bool = False


_PLAIN = Style()
_COMMA_AFTER = Style(",", ".", f"{{figure}}{_SPACE}{{sign}}")
_COMMA_BEFORE = Style(",", ".", f"{{sign}}{_SPACE}{{figure}}")
_SPACED_AFTER = Style(",", _NARROW, f"{{figure}}{_SPACE}{{sign}}")
_STYLES = (
    (_COMMA_AFTER, "DE ES IT GR PT HR SI DK RO RS BA MK AL IS TR VN"),
    (_COMMA_BEFORE, "NL BE AT BR ID AR CL CO UY PY"),
    (_SPACED_AFTER, "FR FI EE LV LT SK BG CZ PL SE NO UA HU LU MC BY GE MA TN DZ"),
    (Style(".", "\u2019", f"{{sign}}{_SPACE}{{figure}}"), "CH LI"),
    (Style(lakhs=True), "IN PK BD NP LK"),
)
_OF_COUNTRY = {country: style for style, countries in _STYLES for country in countries.split()}
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
    """`format_price(870, "EUR", "DE") == "8,70 €"`; without a country as in English."""
    return write_amount(minor, decimals(currency), currency, country)


def write_amount(units: int, places: int, currency: str, country: str = "") -> str:
    """So many units of 10^-places of the currency: finer than its minor unit where a price needs it."""
    style = _OF_COUNTRY.get(country, _PLAIN)
    whole, rest = divmod(abs(units), 10**places)
    tail = f"{style.decimal}{rest:0{places}d}" if places else ""
    figure = _grouped(whole, style) + tail
    return ("-" if units < 0 else "") + style.pattern.format(sign=_sign(currency, country), figure=figure)


def _grouped(whole: int, style: Style) -> str:
    if not style.lakhs or whole < 1000:
        return f"{whole:,}".replace(",", style.group)
    head, last = divmod(whole, 1000)
    pairs = []
    while head:
        head, pair = divmod(head, 100)
        pairs.append(f"{pair:02d}" if head else str(pair))
    return ",".join([*reversed(pairs), f"{last:03d}"])


def _sign(currency: str, country: str) -> str:
    if currency == "USD" and country in _OWN_DOLLAR:
        return "US$"
    if currency in SIGNS:
        return SIGNS[currency]
    before = _OF_COUNTRY.get(country, _PLAIN).pattern.startswith("{sign}{figure}")
    return f"{currency}{_SPACE}" if before else currency
