"""What became of many grants of one cause: how much of them was spent, by how many, and what was left unused."""

from dataclasses import dataclass

from django.db.models import Count, F, Sum

from connects.models import Entry, HeldGrant, Kind, Lot

# What is held for a boost is spent, unless it returns.
_SPENT = (Kind.SPEND, Kind.REFUND, Kind.HOLD, Kind.RETURN)


@dataclass(frozen=True, slots=True)
class Fate:
    """Of all lots of a cause, in Connects. What was refunded is not spent; `owed` went to debts of before."""

    wallets: int
    granted: int
    left: int
    spent: int
    spenders: int
    expired: int
    owed: int
    waiting: int


def fate_of(cause: str) -> Fate:
    """What became of everything that was granted for this cause, "campaign:7", so far. A handful of statements,
    however many wallets."""
    lots = Lot.objects.filter(opened_by__cause=cause)
    sums = lots.aggregate(wallets=Count("wallet"), granted=Sum("granted"), left=Sum("remaining"))
    # A lot that holds all that it began with has nothing to tell.
    moves = Entry.objects.filter(lot__opened_by__cause=cause, lot__remaining__lt=F("lot__granted"))
    kinds = dict(moves.values("transaction__kind").annotate(sum=Sum("amount")).values_list("transaction__kind", "sum"))
    spends = moves.filter(transaction__kind__in=_SPENT)
    held = HeldGrant.objects.filter(cause=cause, state=HeldGrant.State.HELD)
    return Fate(
        wallets=sums["wallets"],
        granted=sums["granted"] or 0,
        left=sums["left"] or 0,
        spent=-sum(kinds.get(kind, 0) for kind in _SPENT),
        spenders=spends.values("lot__wallet").annotate(net=Sum("amount")).filter(net__lt=0).count(),
        expired=-kinds.get(Kind.EXPIRE, 0),
        owed=-kinds.get(Kind.REVOKE, 0),
        waiting=held.count(),
    )
