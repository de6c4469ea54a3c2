"""Money in minor units of a currency: integers, never floats."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.number_styles import Style, grouped, of_language

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
    """`format_money(870) == "$8.70"`; `format_money(22, "JPY") == "¥22"`; in German "8,70 $"."""
    style = of_language()
    unit = SIGNS.get(currency) or (currency if style.sign_follows else f"{currency} ")
    return ("-" if minor < 0 else "") + style.pattern.format(sign=unit, figure=_figure(abs(minor), currency, style))


def bare_money(minor: int, currency: str = "USD") -> str:
    """As people type it: "1,200", "8.70"; no sign, and no decimals where they are naughts."""
    style = of_language()
    naughts = style.decimal + "0" * decimals(currency)
    return ("-" if minor < 0 else "") + _figure(abs(minor), currency, style).removesuffix(naughts)


def rounded_money(minor: int, currency: str = "USD") -> str:
    """`rounded_money(120000) == "$1,200"`: no decimals where they are naughts."""
    style, places = of_language(), decimals(currency)
    written = format_money(minor, currency)
    return written if minor % 10**places else written.replace(style.decimal + "0" * places, "")


def parse_money(text: str, currency: str = "USD") -> int:
    """`parse_money("$1,200.50") == 120050`; in German "1.200,50 $".

    Raises ValueError with a sentence to show beside the field.
    """
    places, style = decimals(currency), of_language()
    sign = re.escape(SIGNS.get(currency, currency))
    bare = re.sub(rf"^(?:{currency}|{sign})|(?:{currency}|{sign})$", "", _bare(text), flags=re.I)
    group, point = re.escape(style.group), re.escape(style.decimal)
    middle = rf"(?:{group}\d{{2}})*{group}\d{{3}}" if style.lakhs else rf"(?:{group}\d{{3}})+"
    found = re.fullmatch(rf"(\d{{1,3}}{middle}|\d{{1,15}})(?:{point}(\d*))?", bare, re.ASCII)
    if found is None:
        example = _figure(1200 * 10**places + (50 if places else 0), currency, style)
        raise ValueError(_("Write an amount like {example}.").format(example=example))
    whole, rest = found[1].replace(style.group, ""), found[2] or ""
    if len(rest) > places:
        raise ValueError(_too_fine(places))
    return int(whole + rest.ljust(places, "0"))


def _too_fine(places: int) -> str:
    if not places:
        return _("This currency has no decimals.")
    return ngettext("Write at most {places} decimal.", "Write at most {places} decimals.", places).format(
        places=places
    )


def _figure(minor: int, currency: str, style: Style) -> str:
    whole, rest = divmod(minor, 10 ** decimals(currency))
    tail = f"{style.decimal}{rest:0{decimals(currency)}d}" if decimals(currency) else ""
    return grouped(whole, style) + tail


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]", "", text)
