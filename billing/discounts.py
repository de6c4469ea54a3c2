"""What lowers a price: the one best discount, never two together, and whether a code is good (PRODUCT 4).

Pure: amounts in minor units, percentages as whole numbers, no database and no clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from common.prices import format_price

# Nearly nothing cannot be charged: Stripe's least amounts, in minor units. Nothing at all is no charge.
LEAST_CHARGE = {
    "USD": 50,
    "AED": 200,
    "AUD": 50,
    "BRL": 50,
    "CAD": 50,
    "CHF": 50,
    "CZK": 1500,
    "DKK": 250,
    "EUR": 50,
    "GBP": 30,
    "HKD": 400,
    "HUF": 17500,
    "INR": 50,
    "JPY": 50,
    "MXN": 1000,
    "MYR": 200,
    "NOK": 300,
    "NZD": 50,
    "PLN": 200,
    "RON": 200,
    "SEK": 300,
    "SGD": 50,
    "THB": 1000,
}


@dataclass(frozen=True, slots=True)
class Discount:
    """A reason for a lower price. `kind` is one of Purchase.Discount, `name` what the buyer calls it."""

    kind: str
    percent: int
    name: str

    @property
    def label(self) -> str:
        return f"{self.name}, {self.percent} % off"


# Of two that take off as much the earlier is taken: what can be used up is kept for another time.
_ORDER = ("membership", "sale", "first", "code")


def price_after(list_minor: int, percent: int) -> int:
    """The price with so many percent off, rounded half up to the minor unit."""
    return (2 * list_minor * (100 - percent) + 100) // 200


def chargeable(minor: int, currency: str) -> bool:
    """Whether so little can be paid: nothing at all can, nearly nothing cannot."""
    return minor == 0 or minor >= LEAST_CHARGE.get(currency, 50)


def best(list_minor: int, currency: str, discounts: Iterable[Discount]) -> Discount | None:
    """The discount that leaves the lowest price which can still be charged."""
    able = [each for each in discounts if chargeable(price_after(list_minor, each.percent), currency)]
    return min(able, key=lambda each: (-each.percent, _ORDER.index(each.kind)), default=None)


@dataclass(frozen=True, slots=True)
class Code:
    """A promo code's terms. Empty `region` and `plan` mean everybody; limits of None, any number of times."""

    name: str
    percent: int
    connects: int
    active: bool
    starts_at: datetime
    ends_at: datetime | None
    region: str
    plan: str
    first_purchase_only: bool
    limit_total: int | None
    limit_per_person: int | None
    without_purchase: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """Who would use a code, and how often it has been used: by all and by this person; with a purchase or without."""

    at: datetime
    region: str
    plan: str
    first_purchase: bool
    used: int
    used_by_person: int
    buying: bool = True


def refusal(code: Code, who: Situation) -> str:
    """Why the code is refused, as said beside its field; empty when it is good."""
    if code.without_purchase and who.buying:
        return f"{code.name} gives Connects without a purchase: redeem it instead."
    if not code.without_purchase and not who.buying:
        return f"{code.name} is for a purchase: type it when you buy."
    if not code.active:
        return f"{code.name} is no longer valid."
    if who.at < code.starts_at:
        return f"{code.name} is valid from {_day(code.starts_at)}."
    if code.ends_at and who.at >= code.ends_at:
        return f"{code.name} was valid until {_day(code.ends_at)}."
    if code.region and code.region != who.region:
        return f"{code.name} is for buyers in another region: {code.region}."
    if code.plan and code.plan != who.plan:
        return f"{code.name} is for members of {code.plan}."
    if code.first_purchase_only and not who.first_purchase:
        return f"{code.name} is for a first purchase, and there has been one already."
    if code.limit_per_person is not None and who.used_by_person >= code.limit_per_person:
        if not who.buying and code.limit_per_person == 1:
            return f"You have redeemed {code.name} already."
        times = {1: "once", 2: "twice"}.get(code.limit_per_person, f"{code.limit_per_person} times")
        return f"{code.name} can be used {times} by each person, and you have done so."
    if code.limit_total is not None and who.used >= code.limit_total:
        return f"{code.name} has been used up."
    return ""


def makes_free(code: Code, list_minor: int) -> bool:
    """Whether with the code there would be nothing to pay."""
    return bool(code.percent) and price_after(list_minor, code.percent) == 0


def too_little(code: Code, list_minor: int, currency: str, country: str) -> str:
    """Why a good code cannot be used on this price; empty when it can."""
    if not code.percent or chargeable(price_after(list_minor, code.percent), currency):
        return ""
    least = format_price(LEAST_CHARGE.get(currency, 50), currency, country)
    return f"With {code.name} less than {least} would be left, which cannot be charged. Choose a larger package."


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
