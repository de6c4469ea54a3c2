"""What lowers a price: the one best discount, never two together, and whether a code is good (PRODUCT 4).

Pure: amounts in minor units, percentages as whole numbers, no database and no clock.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from common import dates
from common.numbers import figure
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
        return label_of(self.kept)

    @property
    def kept(self) -> str:
        """As purchases keep it, whoever bought: `label_of` says it to whoever reads."""
        return f"{self.name}, {self.percent} % off"


# The name of the discount on a first purchase, as it is kept.
FIRST_PURCHASE = gettext_noop("First purchase")
_KEPT = re.compile(r"(?P<name>.*), (?P<percent>\d+) % off")


def label_of(kept: str) -> str:
    """A discount that a purchase keeps, in the words of whoever reads it."""
    if not (found := _KEPT.fullmatch(kept)):
        return kept
    name = _(FIRST_PURCHASE) if found["name"] == FIRST_PURCHASE else found["name"]
    return _("{name}, {percent} % off").format(name=name, percent=found["percent"])


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
    return _wrong_door(code, who) or _not_now(code, who) or _not_for(code, who) or _too_often(code, who)


def _wrong_door(code: Code, who: Situation) -> str:
    if code.without_purchase and who.buying:
        return _("{code} gives Connects without a purchase: redeem it instead.").format(code=code.name)
    if not code.without_purchase and not who.buying:
        return _("{code} is for a purchase: type it when you buy.").format(code=code.name)
    return ""


def _not_now(code: Code, who: Situation) -> str:
    if not code.active:
        return _("{code} is no longer valid.").format(code=code.name)
    if who.at < code.starts_at:
        return _("{code} is valid from {day}.").format(code=code.name, day=dates.long_day(code.starts_at))
    if code.ends_at and who.at >= code.ends_at:
        return _("{code} was valid until {day}.").format(code=code.name, day=dates.long_day(code.ends_at))
    return ""


def _not_for(code: Code, who: Situation) -> str:
    if code.region and code.region != who.region:
        return _("{code} is for buyers in another region: {region}.").format(code=code.name, region=code.region)
    if code.plan and code.plan != who.plan:
        return _("{code} is for members of {plan}.").format(code=code.name, plan=code.plan)
    if code.first_purchase_only and not who.first_purchase:
        return _("{code} is for a first purchase, and there has been one already.").format(code=code.name)
    return ""


def _too_often(code: Code, who: Situation) -> str:
    if code.limit_per_person is not None and who.used_by_person >= code.limit_per_person:
        return _used_by_person(code.limit_per_person, redeemed=not who.buying).format(
            code=code.name, n=figure(code.limit_per_person)
        )
    if code.limit_total is not None and who.used >= code.limit_total:
        return _("{code} has been used up.").format(code=code.name)
    return ""


def _used_by_person(limit: int, *, redeemed: bool) -> str:
    if redeemed and limit == 1:
        return _("You have redeemed {code} already.")
    if limit == 1:
        return _("{code} can be used once by each person, and you have done so.")
    if limit == 2:
        return _("{code} can be used twice by each person, and you have done so.")
    return ngettext(
        "{code} can be used {n} time by each person, and you have done so.",
        "{code} can be used {n} times by each person, and you have done so.",
        limit,
    )


def makes_free(code: Code, list_minor: int) -> bool:
    """Whether with the code there would be nothing to pay."""
    return bool(code.percent) and price_after(list_minor, code.percent) == 0


def too_little(code: Code, list_minor: int, currency: str, country: str) -> str:
    """Why a good code cannot be used on this price; empty when it can."""
    if not code.percent or chargeable(price_after(list_minor, code.percent), currency):
        return ""
    least = format_price(LEAST_CHARGE.get(currency, 50), currency, country)
    return _("With {code} less than {least} would be left, which cannot be charged. Choose a larger package.").format(
        code=code.name, least=least
    )
