"""Whole numbers as whoever reads them writes them."""

from decimal import Decimal

from django.utils.functional import lazy
from django.utils.translation import ngettext

from common.number_styles import grouped, of_language


def figure(number: int) -> str:
    """`figure(1234) == "1,234"`; "1.234" in German. Its minus is a real one."""
    sign = "\N{MINUS SIGN}" if number < 0 else ""
    return sign + grouped(abs(number), of_language())


def in_connects(number: int) -> str:
    """`in_connects(40) == "40 Connects"`, for a sentence: pages show the brass token instead."""
    return ngettext("{n} Connect", "{n} Connects", number).format(n=figure(number))


# For what is made before there is a reader, as a form's attributes are.
lazy_figure = lazy(figure, str)


def fraction(number: Decimal) -> str:
    """`fraction(Decimal("4.50")) == "4.5"`; "4,5" in German."""
    return f"{number.normalize():f}".replace(".", of_language().decimal)
