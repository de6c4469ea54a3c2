"""Money in minor units of a currency: integers, never floats."""

import re
from dataclasses import dataclass

# ISO 4217 currencies without a minor unit, among those a region may have.
_NO_MINOR_UNIT = frozenset({"JPY", "KRW", "VND", "CLP"})
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥"}


@dataclass(frozen=True, slots=True)
class Money:
    """So many minor units (cents, paise; whole yen) of one currency."""

    minor: int
    currency: str = "USD"

    def __str__(self) -> str:
        return format_money(self.minor, self.currency)


def decimals(currency: str) -> int:
    """How many decimal places the currency's amounts are written with."""
    return 0 if currency in _NO_MINOR_UNIT else 2


def format_money(minor: int, currency: str = "USD") -> str:
    """`format_money(870) == "$8.70"`; `format_money(22, "JPY") == "¥22"`."""
    sign = "-" if minor < 0 else ""
    unit = SIGNS.get(currency, f"{currency} ")
    whole, rest = divmod(abs(minor), 10 ** decimals(currency))
    tail = f".{rest:0{decimals(currency)}d}" if decimals(currency) else ""
    return f"{sign}{unit}{whole:,}{tail}"


def parse_money(text: str, currency: str = "USD") -> int:
    """`parse_money("$1,200.50") == 120050`. Raises ValueError with a sentence to show beside the field."""
    places = decimals(currency)
    example = "1,200" if not places else f"1,200.{'50'.ljust(places, '0')}"
    bare = re.sub(
        rf"^(?:{currency}|{re.escape(SIGNS.get(currency, currency))})|{currency}$", "", _bare(text), flags=re.I
    )
    found = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d*))?", bare, re.ASCII)
    if found is None:
        raise ValueError(f"Write an amount like {example}.")
    whole, rest = found[1].replace(",", ""), found[2] or ""
    if len(rest) > places:
        raise ValueError(f"Write at most {places} decimals." if places else "This currency has no decimals.")
    return int(whole + rest.ljust(places, "0"))


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]", "", text)
