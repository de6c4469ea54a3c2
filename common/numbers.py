"""Whole numbers as whoever reads them writes them."""

from decimal import Decimal

from django.utils.functional import lazy

from common.number_styles import grouped, of_language


def figure(number: int) -> str:
    """`figure(1234) == "1,234"`; "1.234" in German. Its minus is a real one."""
    sign = "\N{MINUS SIGN}" if number < 0 else ""
    return sign + grouped(abs(number), of_language())


# For what is made before there is a reader, as a form's attributes are.
lazy_figure = lazy(figure, str)


def fraction(number: Decimal) -> str:
    """`fraction(Decimal("4.50")) == "4.5"`; "4,5" in German."""
    return f"{number.normalize():f}".replace(".", of_language().decimal)
