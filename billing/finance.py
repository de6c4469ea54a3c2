"""What came in, what went back, and what is still owed in Connects, in minor units of each currency.

For every lot that somebody paid for: paid = recognised + deferred + given back + breakage, to the minor unit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Least, NullIf
from django.utils.translation import gettext

from billing.discounts import label_of
from billing.models import Dispute, Invoice, Purchase, Redemption, Refund
from common.periods import STARTS, Step
from connects.economy import ends_of
from connects.sold_lots import sold_lots


@dataclass(frozen=True, slots=True)
class Taking:
    """So much of one kind in one period: "connects" and "memberships" came in, "refunds" and "disputes" went back.
    `tax` is contained in what came in."""

    period: date
    currency: str
    what: str
    payments: int
    minor: int
    tax: int = 0


class _Money:
    """What was paid for, less what went back, is still owed or was never used, is earned."""

    __slots__ = ()
    paid: int
    back: int
    deferred: int
    breakage: int

    @property
    def recognised(self) -> int:
        return self.paid - self.back - self.deferred - self.breakage


@dataclass(frozen=True, slots=True)
class Standing(_Money):
    """Lots of one currency that end alike. In Connects: `granted`, `left` and `lapsed`; the rest is money."""

    currency: str
    ends: str
    lots: int
    granted: int
    left: int
    lapsed: int
    paid: int
    back: int
    deferred: int
    breakage: int


@dataclass(frozen=True, slots=True)
class Discounted:
    """Paid purchases with the same discount: its list price, what was taken off, and Connects on top."""

    kind: str
    name: str
    currency: str
    purchases: int
    listed: int
    off: int
    extra: int


@dataclass(frozen=True, slots=True)
class SoldLot(_Money):
    """One lot that was paid for. Connects, then money."""

    id: int
    purchase: str
    currency: str
    issued_at: datetime
    expires_at: datetime
    granted: int
    claimed: int
    left: int
    lapsed: int
    paid: int
    back: int
    deferred: int
    breakage: int


def takings(step: Step, *, begin: datetime, until: datetime) -> list[Taking]:
    """What came in by the instant it was paid, what went back by the instant it went; four grouped queries."""
    span = (begin, until)
    paid = Purchase.objects.filter(status__in=Purchase.ONCE_PAID, amount_minor__gt=0, paid_at__range=span)
    invoices = Invoice.objects.filter(amount_minor__gt=0, paid_at__range=span)
    refunds = Refund.objects.exclude(status=Refund.Status.FAILED).filter(created_at__range=span)
    lost = Dispute.objects.filter(outcome=Dispute.Outcome.LOST, closed_at__range=span)
    sums = {"payments": Count("pk"), "minor": Sum("amount_minor"), "tax": Sum("tax_minor")}
    return [
        *_by(step, paid, "paid_at", "connects", F("currency"), **sums),
        *_by(step, invoices, "paid_at", "memberships", F("currency"), **sums),
        *_by(step, refunds, "created_at", "refunds", _OF_PAYMENT, payments=Count("pk"), minor=Sum("amount_minor")),
        *_by(step, lost, "closed_at", "disputes", F("currency"), payments=Count("pk"), minor=Sum(_still_there())),
    ]


def in_dispute() -> dict[str, int]:
    """What banks hold until a dispute is decided, by currency."""
    held = Dispute.objects.filter(outcome=Dispute.Outcome.OPEN, froze=True)
    return dict(held.values("currency").annotate(sum=Sum("amount_minor")).values_list("currency", "sum").order_by())


def standings(at: datetime) -> list[Standing]:
    """Every lot that was ever paid for, summed by currency and by when it ends."""
    rows = (
        _valued(at)
        .values(currency=F("paid_currency"), ends=ends_of(at))
        .annotate(
            lots=Count("pk"),
            sum_granted=Sum("granted"),
            sum_left=Sum("left"),
            sum_lapsed=Sum("lapsed"),
            sum_paid=Sum("paid_minor"),
            sum_back=Sum("back"),
            sum_deferred=Sum("deferred"),
            sum_breakage=Sum("breakage"),
        )
        .order_by()
    )
    return [Standing(**{name.removeprefix("sum_"): value for name, value in row.items()}) for row in rows]


def lots(at: datetime, *, most: int | None = None) -> Iterator[SoldLot]:
    """Lot by lot, as they come from the database; or the ones with `most` left."""
    found = _valued(at).order_by("id")
    if most is not None:
        found = found.filter(left__gt=0).order_by("-left", "id")[:most]
    columns = ("paid_currency", "issued_at", "expires_at", "granted", "claimed", "left", "lapsed", "paid_minor")
    rows = found.values_list("id", "opened_by__reference", *columns, "back", "deferred", "breakage")
    return (SoldLot(*row) for row in rows.iterator())


def paid_for_connects() -> dict[str, int]:
    """All that was ever paid for Connects, by currency, as the payments have it: what `standings` must add up to."""
    paid = Purchase.objects.filter(status__in=Purchase.ONCE_PAID, amount_minor__gt=0)
    return dict(paid.values("currency").annotate(sum=Sum("amount_minor")).values_list("currency", "sum").order_by())


def discounts(*, begin: datetime, until: datetime) -> list[Discounted]:
    """What paid purchases were let off, and Connects that codes added, the greatest first."""
    bought = Purchase.objects.filter(status__in=Purchase.ONCE_PAID, paid_at__range=(begin, until))
    given = bought.exclude(discount=Purchase.Discount.NONE, extra_connects=0)
    rows = (
        given.values("discount", "discount_label", "currency", code=Coalesce("redemption__code__code", Value("")))
        .annotate(
            purchases=Count("pk"), listed=Sum("list_minor"), off=Sum("discount_minor"), extra=Sum("extra_connects")
        )
        .order_by("-off", "-extra", "discount_label", "code")
    )
    return [_discounted(row) for row in rows]


def given_by_codes(*, begin: datetime, until: datetime) -> list[tuple[str, int, int]]:
    """Codes that need no purchase: each with its uses and the Connects it gave."""
    uses = Redemption.objects.filter(purchase=None, created_at__range=(begin, until))
    counted = uses.values("code__code").annotate(uses=Count("pk"), sum=Sum("connects"))
    return list(counted.order_by("-sum").values_list("code__code", "uses", "sum"))


_OF_PAYMENT = Coalesce("purchase__currency", "invoice__currency", output_field=CharField())


def _by(step: Step, rows: "QuerySet[Any]", when: str, what: str, currency: Any, **sums: Any) -> Iterator[Taking]:
    found = rows.annotate(period=STARTS[step](when, tzinfo=UTC), of=currency).values("period", "of").annotate(**sums)
    for row in found.order_by("period", "of"):
        yield Taking(row.pop("period").date(), row.pop("of"), what, **row)


def _still_there() -> Least:
    """What goes back twice, by a refund and by a dispute, counts once: a dispute takes what was not refunded."""
    amount = Coalesce("purchase__amount_minor", "invoice__amount_minor")
    refunded = Coalesce("purchase__refunded_minor", "invoice__refunded_minor")
    return Least(F("amount_minor"), amount - refunded)


def _valued(at: datetime) -> "QuerySet[Any]":
    """Lots with their money: `back` has gone back, `deferred` stands for what is left, `breakage` for what lapsed.

    A Connect is worth what was paid and not given back, over the Connects that are not claimed. Both are rounded down
    together, so what rounding leaves over is recognised, and the four are never more than was paid.
    """
    whole = Cast(F("paid_minor") - F("back"), BigIntegerField())
    each = NullIf(F("kept"), Value(0))
    owed = Coalesce(whole * F("left") / each, Value(0), output_field=BigIntegerField())
    unused = Coalesce(whole * (F("left") + F("lapsed")) / each, Value(0), output_field=BigIntegerField())
    # Few payments ever turn: only of those is the purchase looked up.
    back = Case(When(turned=True, then=Subquery(_gone_back())), default=Value(0))
    priced = sold_lots(at).annotate(back=Coalesce(back, Value(0), output_field=BigIntegerField()))
    valued: QuerySet[Any] = priced.annotate(deferred=owed).annotate(breakage=unused - F("deferred"))
    return valued


def _gone_back() -> "QuerySet[Any]":
    """Of the purchase that opened the lot; as `payments.returned_minor` reckons it."""
    lost = Dispute.objects.filter(purchase=OuterRef("pk"), outcome=Dispute.Outcome.LOST).order_by()
    taken = Coalesce(Subquery(lost.values("purchase").annotate(sum=Sum("amount_minor")).values("sum")), Value(0))
    mine = Purchase.objects.filter(wallet=OuterRef("wallet"), status__in=Purchase.ONCE_PAID)
    named = mine.annotate(name=Concat(Value("purchase:"), Cast("pk", CharField())))
    of_lot = named.filter(name=OuterRef("opened_by__reference"))
    turned = When(~Q(status=Purchase.Status.PAID), then=Least(F("amount_minor"), F("refunded_minor") + taken))
    return of_lot.values(back=Case(turned, default=Value(0)))[:1]


def _discounted(row: dict[str, Any]) -> Discounted:
    kind = Purchase.Discount(row["discount"])
    by_code = kind in (Purchase.Discount.CODE, Purchase.Discount.NONE)
    name = row["code"] if by_code and row["code"] else label_of(row["discount_label"])
    label = gettext("Promo code") if by_code else str(kind.label)
    return Discounted(label, name, row["currency"], row["purchases"], row["listed"], row["off"], row["extra"])
