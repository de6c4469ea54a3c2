"""The economy of Connects in figures: what came in and went out, by period, kind and source, and what is outstanding.

Each is one grouped query whatever the books' size: the database adds up, and a few hundred sums come back.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Case, CharField, Count, Q, Sum, Value, When
from django.utils.translation import gettext_noop as _

from common.periods import STARTS, Step
from connects.models import Entry, Kind, Lot, Source, Wallet

# How old a lot is, and how long it has: up to so many days, and its words. Groups of a query, therefore English until
# somebody reads them (common.reading.said).
AGES = (
    (30, _("30 days old or younger")),
    (90, _("31 to 90 days old")),
    (180, _("91 to 180 days old")),
    (365, _("181 to 365 days old")),
)
OLDEST = _("Older than 365 days")
ENDS = (
    (7, _("Within 7 days")),
    (30, _("In 8 to 30 days")),
    (90, _("In 31 to 90 days")),
    (180, _("In 91 to 180 days")),
    (365, _("In 181 to 365 days")),
)
ENDED, LATEST = _("Past its expiry, not booked out yet"), _("In more than 365 days")

BOUGHT, PLAN, FREE = _("Bought"), _("With a plan"), _("Free")


@dataclass(frozen=True, slots=True)
class Flow:
    """So many Connects into (+) or out of (-) lots of one source, by bookings of one kind, in one period.

    What goes both ways, as adjustments do, is two flows: one never hides the other.
    """

    period: date
    kind: Kind
    source: Source
    connects: int


@dataclass(frozen=True, slots=True)
class Outstanding:
    """Connects that can be spent, or wait to be booked out, of lots that are alike."""

    group: str
    age: str
    ends: str
    connects: int
    lots: int


@dataclass(frozen=True, slots=True)
class Debts:
    """So many Connects, owed by so many wallets."""

    connects: int
    wallets: int


def flows(step: Step, *, begin: datetime, until: datetime) -> list[Flow]:
    """What moved from one instant to another, by the instant for which it was booked (UTC)."""
    moved = Entry.objects.filter(transaction__effective_at__gte=begin, transaction__effective_at__lte=until)
    rows = (
        moved.annotate(period=STARTS[step]("transaction__effective_at", tzinfo=UTC))
        .values("period", "transaction__kind", "lot__source", into=Q(amount__gt=0))
        .annotate(sum=Sum("amount"))
        .order_by("period")
    )
    return [
        Flow(row["period"].date(), Kind(row["transaction__kind"]), Source(row["lot__source"]), row["sum"])
        for row in rows
    ]


def outstanding(at: datetime) -> list[Outstanding]:
    """Everything that is left in lots now, by whether it was bought, the lot's age, and when it ends."""
    rows = (
        Lot.objects.filter(remaining__gt=0)
        .values(group=_group(), age=_age(at), ends=ends_of(at))
        .annotate(connects=Sum("remaining"), lots=Count("pk"))
        .order_by()
    )
    return [Outstanding(**row) for row in rows]


def open_debts() -> Debts:
    """What wallets owe for Connects that were spent before their payment went back."""
    found = Wallet.objects.filter(debt__gt=0).aggregate(connects=Sum("debt"), wallets=Count("pk"))
    return Debts(found["connects"] or 0, found["wallets"])


def group_of(source: Source) -> str:
    """Bought; given monthly with a plan that is paid for; or free."""
    return {Source.PURCHASE: BOUGHT, Source.ALLOWANCE: PLAN}.get(source, FREE)


def _group() -> Case:
    whens = [When(source=source, then=Value(group_of(source))) for source in (Source.PURCHASE, Source.ALLOWANCE)]
    return Case(*whens, default=Value(FREE), output_field=CharField())


def _age(at: datetime) -> Case:
    whens = [When(issued_at__gt=at - timedelta(days=days + 1), then=Value(words)) for days, words in AGES]
    return Case(*whens, default=Value(OLDEST), output_field=CharField())


def ends_of(at: datetime) -> Case:
    """In how many days a lot ends, in words."""
    whens = [When(expires_at__lte=at, then=Value(ENDED))]
    whens += [When(expires_at__lt=at + timedelta(days=days + 1), then=Value(words)) for days, words in ENDS]
    return Case(*whens, default=Value(LATEST), output_field=CharField())
