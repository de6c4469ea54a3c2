"""The plans side by side, from the rows that decide them: what each costs, gives every month, takes off and brings."""

from dataclasses import dataclass

from billing.models import PlanPrice, PlanTerms
from common.prices import format_price


@dataclass(frozen=True, slots=True)
class Tier:
    """One plan. `prices` are words, as "$19.99 a month"; none for a plan that is free or by contract."""

    code: str
    name: str
    for_agencies: bool
    by_contract: bool
    prices: tuple[str, ...]
    monthly: int
    rolls_over: bool
    discount_percent: int
    more: tuple[str, ...]


def tiers(country: str = "") -> list[Tier]:
    """Every plan in its order, freelancers' first."""
    prices: dict[int, list[str]] = {}
    for price in PlanPrice.objects.filter(active=True).order_by("interval"):
        words = f"{format_price(price.price_minor, price.currency, country)} a {price.interval}"
        prices.setdefault(price.plan_id, []).append(words)
    return [
        Tier(
            code=terms.plan.code,
            name=terms.plan.name,
            for_agencies=terms.for_agencies,
            by_contract=terms.by_contract,
            prices=tuple(prices.get(terms.plan_id, ())),
            monthly=terms.plan.monthly if terms.plan.enabled else 0,
            rolls_over=terms.plan.rolls_over,
            discount_percent=terms.discount_percent,
            more=tuple(terms.more.splitlines()),
        )
        for terms in PlanTerms.objects.select_related("plan").order_by("for_agencies", "rank")
    ]
