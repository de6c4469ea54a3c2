"""The plans side by side in words, from the rows that decide them: what each costs, gives, takes off and brings."""

from dataclasses import dataclass

from billing.memberships.offers import Column, columns
from billing.memberships.wording import per_interval
from common.prices import format_price


@dataclass(frozen=True, slots=True)
class Tier:
    """One plan. `prices` are words, as "$19.99 a month"; none for a plan that is free or by contract."""

    name: str
    for_agencies: bool
    by_contract: bool
    prices: list[str]
    monthly: int
    rolls_over: bool
    discount_percent: int
    more: list[str]


def tiers(country: str = "") -> list[Tier]:
    """Every plan in its order, freelancers' first."""
    return [_tier(column, country) for for_agencies in (False, True) for column in columns(for_agencies=for_agencies)]


def _tier(column: Column, country: str) -> Tier:
    terms, plan = column.terms, column.terms.plan
    return Tier(
        name=plan.name,
        for_agencies=terms.for_agencies,
        by_contract=terms.by_contract,
        prices=[
            per_interval(format_price(each.price_minor, each.currency, country), each.interval)
            for each in column.prices
        ],
        monthly=plan.monthly if plan.enabled else 0,
        rolls_over=plan.rolls_over,
        discount_percent=terms.discount_percent,
        more=column.more,
    )
