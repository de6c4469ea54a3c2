"""What a package costs this buyer now: list price, the one discount, what a code adds or why it is refused."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from billing import discounts
from billing.buyers import Purse
from billing.discounts import Discount
from billing.memberships.benefits import terms_of
from billing.models import (
    DiscountPolicy,
    Package,
    PlanTerms,
    PromoCode,
    Purchase,
    Redemption,
    Region,
    Sale,
)
from billing.regions import region_of
from common import clock
from connects import services as connects

Kind = Purchase.Discount
# With these a purchase is, or may still become, a purchase that was made.
_MADE = (Purchase.Status.PROCESSING, *Purchase.ONCE_PAID)


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides the prices of one buyer for one wallet: read once, then good for every package."""

    buyer: User
    purse: Purse
    region: Region
    terms: PlanTerms | None
    first: bool
    discounts: tuple[Discount, ...]
    code: PromoCode | None = None
    # Whether what is free has to wait for an operator; read when there is a code.
    held: bool = False
    # Why the code is refused, and whether it is one that is redeemed without buying.
    refusal: str = ""
    to_redeem: bool = False

    @property
    def large(self) -> bool:
        return self.terms is not None and self.terms.large_packages


@dataclass(frozen=True, slots=True)
class Quote:
    """One package at this buyer's price. `refusal`: why the code was not taken; `remark`: why it changes nothing."""

    package: Package
    list_minor: int
    amount_minor: int
    discount: Discount | None
    extra_connects: int
    code: PromoCode | None
    claims_first: bool
    refusal: str
    remark: str

    @property
    def discount_minor(self) -> int:
        return self.list_minor - self.amount_minor

    @property
    def total_connects(self) -> int:
        return self.package.connects + self.extra_connects

    @property
    def currency(self) -> str:
        return self.package.currency


def standing(buyer: User, purse: Purse, *, code: str = "") -> Standing:
    """Read what decides the prices. What the buyer's own open checkouts reserve counts as free: buying releases it."""
    region, now = region_of(buyer.country), clock.now()
    terms, first = terms_of(purse.wallet_id), is_first(buyer, purse.wallet_id)
    plain = Standing(buyer, purse, region, terms, first, tuple(_discounts(region, terms, first, now)))
    return _with_code(plain, code.strip().upper(), now) if code.strip() else plain


def quote(who: Standing, package: Package) -> Quote:
    """The package's price for them. Asks the database nothing."""
    price, currency = package.price_minor, package.currency
    code, refused = who.code, who.refusal
    if code and (refused := _unfit(code, who, price, currency)):
        code = None
    offered = list(who.discounts)
    if code and code.percent:
        offered.append(Discount(Kind.CODE, code.percent, code.code))
    best = discounts.best(price, currency, offered)
    remark = ""
    if code and code.percent and best and best.kind != Kind.CODE:
        remark = _("{code} takes off {percent} %. {discount}, is as good or better, so your code is kept.").format(
            code=code.code, percent=code.percent, discount=best.label
        )
        code = None
    return Quote(
        package=package,
        list_minor=price,
        amount_minor=discounts.price_after(price, best.percent) if best else price,
        discount=best,
        extra_connects=code.connects if code else 0,
        code=code,
        claims_first=bool((best and best.kind == Kind.FIRST) or (code and code.first_purchase_only)),
        refusal=refused,
        remark=remark,
    )


def is_first(buyer: User, wallet_id: int) -> bool:
    """Whether neither this person, by any account of their mailbox, nor this wallet has bought before."""
    mine = Q(buyer__email_key=buyer.email_key) | Q(wallet_id=wallet_id)
    return not Purchase.objects.filter(mine, status__in=_MADE).exists()


def uses(code: PromoCode) -> QuerySet[Redemption]:
    """What counts against the code's limits: reserved and used."""
    return Redemption.objects.filter(code=code).exclude(state=Redemption.State.RELEASED)


def uses_by(code: PromoCode, buyer: User) -> QuerySet[Redemption]:
    return uses(code).filter(person__email_key=buyer.email_key)


def facts(code: PromoCode) -> discounts.Code:
    return discounts.Code(
        name=code.code,
        percent=code.percent,
        connects=code.connects,
        active=code.active,
        starts_at=code.starts_at,
        ends_at=code.ends_at,
        region=str(code.region or ""),
        plan=str(code.plan or ""),
        first_purchase_only=code.first_purchase_only,
        limit_total=code.limit_total,
        limit_per_person=code.limit_per_person,
        without_purchase=code.without_purchase,
    )


def refusal(
    code: PromoCode, who: Standing, now: datetime, *, used: int, used_by_person: int, buying: bool = True
) -> str:
    plan = str(who.terms.plan) if who.terms else ""
    situation = discounts.Situation(now, str(who.region), plan, who.first, used, used_by_person, buying)
    return discounts.refusal(facts(code), situation)


def _with_code(who: Standing, written: str, now: datetime) -> Standing:
    code = PromoCode.objects.select_related("region", "plan").filter(code=written).first()
    if code is None:
        return replace(who, refusal=_("There is no such code. Look at how it is written."))
    own = Q(purchase__status=Purchase.Status.OPEN, purchase__buyer=who.buyer)
    used, mine = uses(code).exclude(own).count(), uses_by(code, who.buyer).exclude(own).count()
    refused = refusal(code, who, now, used=used, used_by_person=mine)
    if refused:
        return replace(who, refusal=refused, to_redeem=code.without_purchase)
    return replace(who, code=code, held=connects.free_grants_wait(who.purse.wallet_id, buyer=who.buyer))


def _unfit(code: PromoCode, who: Standing, price: int, currency: str) -> str:
    """Why a good code cannot be used on this price; empty when it can."""
    if who.held and discounts.makes_free(facts(code), price):
        return _("{code} leaves nothing to pay, and this account gets no free Connects at the moment.").format(
            code=code.code
        )
    return discounts.too_little(facts(code), price, currency, who.buyer.country)


def _discounts(region: Region, terms: PlanTerms | None, first: bool, now: datetime) -> Iterable[Discount]:
    if terms and terms.discount_percent:
        yield Discount(Kind.MEMBERSHIP, terms.discount_percent, terms.plan.name)
    for sale in running_sales(region, now):
        yield Discount(Kind.SALE, sale.percent, sale.name)
    percent = DiscountPolicy.objects.get().first_purchase_percent if first else 0
    if percent:
        yield Discount(Kind.FIRST, percent, discounts.FIRST_PURCHASE)


def running_sales(region: Region, now: datetime) -> QuerySet[Sale]:
    here = Q(region=region) | Q(region=None)
    return Sale.objects.filter(here, active=True, starts_at__lte=now, ends_at__gt=now).order_by("-percent", "id")
