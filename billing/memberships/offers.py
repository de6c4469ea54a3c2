"""The plans that can be had, side by side, and what each costs."""

from dataclasses import dataclass

from django.utils.translation import gettext

from billing.memberships.errors import PlanNotSold
from billing.models import PlanPrice, PlanTerms
from billing.stripe_gateway import PlanOffer


@dataclass(frozen=True, slots=True)
class Column:
    """One plan of the comparison table, with its prices by interval."""

    terms: PlanTerms
    month: PlanPrice | None
    year: PlanPrice | None

    @property
    def prices(self) -> list[PlanPrice]:
        return [price for price in (self.month, self.year) if price]

    @property
    def saving_minor(self) -> int:
        """What a year costs less than twelve months, in minor units."""
        if self.month is None or self.year is None or self.month.currency != self.year.currency:
            return 0
        return max(12 * self.month.price_minor - self.year.price_minor, 0)

    @property
    def more(self) -> list[str]:
        return [gettext(line) for line in self.terms.more.splitlines() if line.strip()]


def columns(*, for_agencies: bool) -> list[Column]:
    """Every plan for such wallets, lowest first."""
    prices = {(price.plan_id, price.interval): price for price in PlanPrice.objects.filter(active=True)}
    return [
        Column(terms, prices.get((terms.plan_id, "month")), prices.get((terms.plan_id, "year")))
        for terms in PlanTerms.objects.filter(for_agencies=for_agencies).select_related("plan").order_by("rank")
    ]


def sold(code: str, interval: str, *, for_agencies: bool) -> PlanPrice:
    """The price at which this plan is sold to such a wallet today. Raises PlanNotSold."""
    found = (
        PlanPrice.objects.filter(plan__code=code, interval=interval, active=True)
        .filter(plan__terms__for_agencies=for_agencies, plan__terms__by_contract=False)
        .select_related("plan__terms")
        .first()
    )
    if found is None:
        raise PlanNotSold(gettext("This plan is not on sale."))
    return found


def at_stripe(price: PlanPrice) -> PlanOffer:
    return PlanOffer(price.plan.code, price.plan.name, price.interval, price.currency, price.price_minor)
