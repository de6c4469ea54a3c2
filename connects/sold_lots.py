"""Lots that somebody paid for, and what became of their Connects: for whoever keeps the money's books.

Of a lot's Connects some are claimed, because their money went back. Of the rest, each is left, lapsed or used.
"""

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least

from connects.models import ClaimEntry, DebtEntry, Entry, Kind, Lot, Source

_PAYMENTS = [DebtEntry.Why.PAID, DebtEntry.Why.UNPAID]


def sold_lots(at: datetime) -> "QuerySet[Any]":
    """Each with `kept`, which is granted and not claimed, and of these `left` and `lapsed` as of then; and `turned`,
    whether any of its money was ever said to have gone back.

    What a dispute has frozen is left. What is past its end and not booked out yet has lapsed. Never more than `kept`.
    """
    sold = Lot.objects.filter(source=Source.PURCHASE, paid_minor__gt=0)
    spendable = Case(When(expires_at__gt=at, then=F("remaining")), default=Value(0))
    ended = Case(When(expires_at__lte=at, then=F("remaining")), default=Value(0))
    told = ClaimEntry.objects.filter(lot=OuterRef("pk"), act=ClaimEntry.Act.CLAIM)
    return sold.annotate(turned=Exists(told), kept=F("granted") - F("claimed")).annotate(
        left=Least(F("kept"), spendable + F("frozen")),
        lapsed=Least(F("kept") - F("left"), ended + _booked_out() - _claimed_of_lapsed()),
    )


def _booked_out() -> Combinable:
    """What lapsed in the books. Few lots ever do: only of those the entries are read."""
    return Case(When(lapses__gt=0, then=-_sum(_entries().filter(transaction__kind=Kind.EXPIRE))), default=Value(0))


def _claimed_of_lapsed() -> Combinable:
    """As rules.LotBooks has it: claimed, but neither taken out of the lot, nor owed, nor paid by a later grant."""
    revoked = _entries().filter(transaction__kind=Kind.REVOKE).exclude(transaction__debt_entries__why__in=_PAYMENTS)
    paid = DebtEntry.objects.filter(lot=OuterRef("pk"), why__in=_PAYMENTS)
    claimed = F("claimed") + _sum(revoked) - F("owed") + _sum(paid)
    return Case(When(lapses__gt=0, claimed__gt=0, then=Greatest(Value(0), claimed)), default=Value(0))


def _entries() -> "QuerySet[Entry]":
    return Entry.objects.filter(lot=OuterRef("pk"))


def _sum(rows: "QuerySet[Any]") -> Combinable:
    summed = rows.order_by().values("lot").annotate(sum=Sum("amount")).values("sum")
    return Coalesce(Subquery(summed, output_field=IntegerField()), Value(0))
