"""Arithmetic of the shop window: integers in, integers and words out."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from common.money import decimals
from common.prices import write_amount


class Priced(Protocol):
    @property
    def connects(self) -> int: ...
    @property
    def price_minor(self) -> int: ...


P = TypeVar("P", bound=Priced)


def saving_percent(package: Priced, shelf: Iterable[Priced]) -> int:
    """How much less a Connect costs here than in the dearest package on the shelf, in whole percent."""
    dearest = max(shelf, key=lambda each: each.price_minor / each.connects)
    # What as many Connects would cost at the dearest rate, times the dearest's size: no fraction is lost.
    full, price = dearest.price_minor * package.connects, package.price_minor * dearest.connects
    return (200 * (full - price) + full) // (2 * full)


def price_per_connect(minor: int, connects: int, currency: str, country: str = "") -> str:
    """`$0.15`, `$0.145`: as many places as it takes, to a hundredth of the minor unit."""
    hundredths, places = (200 * minor + connects) // (2 * connects), decimals(currency) + 2
    while places > decimals(currency) and hundredths % 10 == 0:
        hundredths, places = hundredths // 10, places - 1
    return write_amount(hundredths, places, currency, country)


def smallest_enough(shelf: Iterable[P], missing: int) -> P | None:
    """The smallest package that covers what is missing, if any single one does."""
    enough = [package for package in shelf if package.connects >= missing]
    return min(enough, key=lambda package: package.connects, default=None)
