"""What happened in a wallet, as its owner reads it: movements, their causes, the lots behind them (PRODUCT 2)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.reading import Words, said
from connects.causes import Cause, PendingRefund, pending_refunds, resolve
from connects.models import Entry, HoldEnd, Kind, Lot, Source, Transaction

PENDING = "refund_pending"
# The statuses that a filter offers: those of the kinds of movement, and the one that is not a movement yet.
STATUSES: list[tuple[str, Words]] = [*Kind.choices, (PENDING, gettext_lazy("Refund pending"))]


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show: one status or all, from an instant on, up to before another; what one person did, or anybody."""

    status: str = ""
    since: datetime | None = None
    until: datetime | None = None
    actor: int | None = None

    def covers(self, instant: datetime) -> bool:
        return (self.since is None or instant >= self.since) and (self.until is None or instant < self.until)


ALL = Filters()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of history. A pending refund has no balance after it, but the instant at which it is due; its
    `transaction` is the spend that it will give back."""

    status: str
    label: str
    what: Cause
    reason: str
    amount: int
    at: datetime
    transaction: int | None
    balance_after: int | None = None
    due_at: datetime | None = None
    reference: str = ""
    # Who did it, in a pool, where it can be several people.
    who: str = ""


Reader = Callable[[Iterable[Transaction]], list[Line]]


def movements(wallet_id: int, filters: Filters = ALL) -> QuerySet[Transaction]:
    """The wallet's bookings, newest first; each knows the source of the first lot it touched, and whether it was
    held and is spent by now."""
    found = Transaction.objects.filter(wallet_id=wallet_id).annotate(source=_first_lot(), captured=_captured())
    found = found.order_by("-id")
    if filters.status:
        found = found.filter(_shown_as(filters.status)) if filters.status in Kind.values else found.none()
    if filters.since:
        found = found.filter(effective_at__gte=filters.since)
    if filters.until:
        found = found.filter(effective_at__lt=filters.until)
    if filters.actor:
        found = found.filter(actor=filters.actor)
    return found


def lines(bookings: Iterable[Transaction]) -> list[Line]:
    """The bookings as lines, their causes looked up together."""
    found = list(bookings)
    causes = resolve({booking.cause for booking in found if booking.cause})
    return [_line(booking, causes.get(booking.cause)) for booking in found]


def pool_lines(bookings: Iterable[Transaction]) -> list[Line]:
    """The same with who did each, for a wallet that several people spend from. Operators are not named."""
    found = list(bookings)
    people = User.objects.filter(pk__in={booking.actor_id for booking in found if booking.actor_id})
    names = {person.pk: _("An operator") if person.is_staff else person.name for person in people}
    return [
        replace(line, who=names.get(booking.actor_id or 0, ""))
        for line, booking in zip(lines(found), found, strict=True)
    ]


def pending_lines(wallet_id: int, filters: Filters = ALL) -> list[Line]:
    """Refunds that are announced and not yet done, as lines that lead to the spend they will give back."""
    if filters.status not in ("", PENDING):
        return []
    waiting = [refund for refund in pending_refunds(wallet_id) if filters.covers(refund.announced_at)]
    if not waiting:
        return []
    causes = resolve({refund.cause for refund in waiting})
    spends = Transaction.objects.filter(wallet_id=wallet_id, reference__in=[each.spend_reference for each in waiting])
    if filters.actor:
        spends = spends.filter(actor=filters.actor)
    ids = dict(spends.values_list("reference", "id"))
    if filters.actor:
        waiting = [each for each in waiting if each.spend_reference in ids]
    return [_pending(refund, causes.get(refund.cause), ids.get(refund.spend_reference)) for refund in waiting]


def every_line(wallet_id: int, filters: Filters = ALL, *, read: Reader = lines) -> Iterator[Line]:
    """All of the history, newest first, read in batches: for files, however long it is."""
    yield from pending_lines(wallet_id, filters)
    bookings = movements(wallet_id, filters).iterator(chunk_size=500)
    while batch := list(islice(bookings, 500)):
        yield from read(batch)


def spendable_lots(wallet_id: int, *, at: datetime) -> QuerySet[Lot]:
    """The lots that can still be spent, in the order in which spending takes them."""
    return Lot.objects.filter(wallet_id=wallet_id, remaining__gt=0, expires_at__gt=at).order_by("expires_at", "id")


def entries_of(booking: Transaction) -> QuerySet[Entry]:
    """Which lots the booking took from or gave to, in the order it did."""
    return booking.entries.select_related("lot").order_by("id")


def entries_into(lot: Lot) -> QuerySet[Entry]:
    """Where the lot's Connects went and came back from, newest first, each with what the lot held after it."""
    until_then = Entry.objects.filter(lot=OuterRef("lot"), pk__lte=OuterRef("pk")).values("lot")
    # Not a window: pages are cut out by id, and a window would add up only what is on the page.
    held = Subquery(until_then.annotate(sum=Sum("amount")).values("sum"))
    return lot.entries.select_related("transaction").annotate(held=held).order_by("-id")


def _shown_as(status: str) -> Q:
    """What was held is shown as held until it is captured, and as spent from then on."""
    if status == Kind.SPEND:
        return Q(kind=Kind.SPEND) | Q(kind=Kind.HOLD, captured=True)
    return Q(kind=status, captured=False) if status == Kind.HOLD else Q(kind=status)


def _captured() -> Exists:
    return Exists(HoldEnd.objects.filter(hold__parts__transaction=OuterRef("pk"), how=HoldEnd.How.CAPTURED))


def _first_lot() -> Subquery:
    return Subquery(Entry.objects.filter(transaction=OuterRef("pk")).order_by("id").values("lot__source")[:1])


def _line(booking: Transaction, cause: Cause | None) -> Line:
    kind = Kind.SPEND if getattr(booking, "captured", False) else Kind(booking.kind)
    return Line(
        status=kind,
        label=str(kind.label),
        what=cause or Cause(_words(booking)),
        reason=said(booking.reason),
        amount=booking.amount,
        at=booking.effective_at,
        transaction=booking.pk,
        balance_after=booking.balance_after,
        reference=booking.reference,
    )


def _words(booking: Transaction) -> str:
    """What happened, when no higher room has better words for it."""
    source = getattr(booking, "source", None)
    name = str(Source(source).label) if source in Source.values else ""
    words = {
        Kind.GRANT: name or _("Connects granted"),
        Kind.PURCHASE: _("Connects bought"),
        Kind.SPEND: _("Connects spent"),
        Kind.HOLD: _("Connects held for a boost"),
        Kind.RETURN: _("Connects back from a boost"),
        Kind.REFUND: _("Connects given back"),
        Kind.EXPIRE: _("{source}: not used in time").format(source=name) if name else _("Not used in time"),
        Kind.REVOKE: _("Connects taken back") if booking.amount < 0 else _("Connects given back again"),
        Kind.DISPUTE: _("On hold while the payment is disputed")
        if booking.amount < 0
        else _("The payment stands again"),
        Kind.ADJUST: _("Adjustment by an operator"),
    }
    return words.get(Kind(booking.kind), booking.get_kind_display())


def _pending(refund: PendingRefund, cause: Cause | None, spend: int | None) -> Line:
    return Line(
        status=PENDING,
        label=_("Refund pending"),
        what=cause or Cause(_("Refund")),
        reason=said(refund.reason),
        amount=refund.connects,
        at=refund.announced_at,
        transaction=spend,
        due_at=refund.due_at,
    )
