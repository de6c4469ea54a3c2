"""A payment that turns: its money goes back in whole or in part, it is disputed, or it stands again (PRODUCT 4).

Each is about the lot that the payment opened and is told once, under the caller's reference. Claims are cumulative:
whoever tells "40 in all" after a refund of 40, and again after a dispute about the same 40, has taken 40 back.
"""

from datetime import datetime

from django.db.models import F, Max, Sum

from accounts.models import User
from common import clock
from connects.arriving import freeze_in, into_questioned_lots
from connects.booking import Booking, Order, hold
from connects.chain import one_transaction
from connects.debts import owe
from connects.errors import NoSuchLot, ReferenceReused
from connects.expiry import lapse_again, without_expired
from connects.lot_states import Claim, books_of
from connects.models import ClaimEntry, DebtEntry, Kind, Lot
from connects.one_lot import move
from connects.rules import Parts, parts_of_claim

Act, Why = ClaimEntry.Act, DebtEntry.Why


@one_transaction
def claim(opened_by: str, total: int, *, reference: str, cause: str, reason: str, actor: User | None = None) -> Claim:
    """Let `total` Connects in all be given back of the lot opened under `opened_by`; more than it had are all of it.

    Growing revokes what remains or is frozen, and what was spent becomes debt. Shrinking, when a refund has failed,
    lessens the debt first; the rest comes back. The same total again changes nothing. Raises NoSuchLot and
    ReferenceReused.
    """
    if total < 0:
        raise ValueError("Less than nothing cannot be claimed.")
    lot, now = _held(opened_by)
    total = min(total, lot.granted)
    if before := ClaimEntry.objects.filter(lot=lot, act=Act.CLAIM, reference=reference).first():
        if before.total != total:
            raise ReferenceReused(reference)
        return Claim(before.revoked, before.owed, again=True)
    parts = parts_of_claim(books_of(lot), total)
    revoked, owed = parts.revoked - parts.given_back - parts.unpaid, parts.owed - parts.forgiven
    news = _news(lot, Act.CLAIM, reference, cause, reason, actor, now, total=total, revoked=revoked, owed=owed)
    (_grow if total > lot.claimed else _shrink)(lot, news, parts)
    return Claim(revoked, owed, again=total == lot.claimed)


@one_transaction
def freeze(opened_by: str, *, reference: str, cause: str, reason: str, actor: User | None = None) -> int:
    """Book out what the lot holds while its payment is disputed, and what comes back meanwhile. Answers how many.

    A lot is disputed until each of its disputes is over. Raises NoSuchLot.
    """
    lot, now = _held(opened_by)
    if ClaimEntry.objects.filter(lot=lot, act=Act.FREEZE, reference=reference).exists():
        return 0
    news = _news(lot, Act.FREEZE, reference, cause, reason, actor, now, total=lot.claimed)
    Lot.objects.filter(pk=lot.pk).update(disputed=True)
    if lot.remaining:
        freeze_in(lot, lot.remaining, f"claim:{news.pk}:frozen", now, reason=reason, cause=cause)
    return lot.remaining


@one_transaction
def unfreeze(opened_by: str, *, reference: str, cause: str, reason: str, actor: User | None = None) -> int:
    """Bring back what a dispute had booked out. Answers how many; what has expired meanwhile lapses at once.

    Nothing happens while no dispute is known, or another one goes on. Raises NoSuchLot.
    """
    lot, now = _held(opened_by)
    if not lot.disputed or ClaimEntry.objects.filter(lot=lot, act=Act.UNFREEZE, reference=reference).exists():
        return 0
    news = _news(lot, Act.UNFREEZE, reference, cause, reason, actor, now, total=lot.claimed)
    acts = lot.claim_entries.values_list("act", flat=True)
    if acts.filter(act=Act.FREEZE).count() > acts.filter(act=Act.UNFREEZE).count():
        return 0
    Lot.objects.filter(pk=lot.pk).update(disputed=False, frozen=0)
    if lot.frozen:
        _come_back(lot, _move(lot, news, Kind.DISPUTE, lot.frozen, "thawed"), now)
    return lot.frozen


def frozen_by(wallet_id: int, reference: str) -> list[str]:
    """The references of the wallet's lots that were frozen under this one, and not brought back under it."""
    lots = Lot.objects.filter(wallet=wallet_id, claim_entries__act=Act.FREEZE, claim_entries__reference=reference)
    over = ClaimEntry.objects.filter(lot__wallet=wallet_id, act=Act.UNFREEZE, reference=reference)
    return list(lots.exclude(pk__in=over.values("lot")).order_by("id").values_list("opened_by__reference", flat=True))


def _held(opened_by: str) -> tuple[Lot, datetime]:
    """The lot, with its wallet held and nothing expired left in it."""
    wallet_id = Lot.objects.filter(opened_by__reference=opened_by).values_list("wallet_id", flat=True).first()
    if wallet_id is None:
        raise NoSuchLot(opened_by)
    held, now = hold(wallet_id), clock.now()
    without_expired(held, now)
    return Lot.objects.select_related("opened_by").get(opened_by__reference=opened_by), now


def _news(
    lot: Lot,
    act: ClaimEntry.Act,
    reference: str,
    cause: str,
    reason: str,
    actor: User | None,
    now: datetime,
    **figures: int,
) -> ClaimEntry:
    if not reason.strip():
        raise ValueError("Say why: the books keep the reason.")
    return ClaimEntry.objects.create(
        lot=lot,
        act=act,
        reference=reference,
        cause=cause,
        reason=reason.strip(),
        actor=actor,
        effective_at=now,
        **figures,
    )


def _move(lot: Lot, news: ClaimEntry, kind: Kind, connects: int, what: str) -> Booking:
    reference = f"claim:{news.pk}:{what}"
    order = Order(lot.wallet_id, kind, connects, reference, news.cause, news.reason, news.actor)
    return move(lot.pk, order, now=news.effective_at)


def _grow(lot: Lot, news: ClaimEntry, parts: Parts) -> None:
    if parts.thawed:
        _move(lot, news, Kind.DISPUTE, parts.thawed, "thawed")
    if parts.revoked:
        _move(lot, news, Kind.REVOKE, -parts.revoked, "revoked")
    Lot.objects.filter(pk=lot.pk).update(claimed=news.total, frozen=F("frozen") - parts.thawed)
    if parts.owed:
        _owe(lot, news, Why.TAKEN_BACK, parts.owed, "owed")


def _shrink(lot: Lot, news: ClaimEntry, parts: Parts) -> None:
    if parts.forgiven:
        _owe(lot, news, Why.FORGIVEN, -parts.forgiven, "forgiven")
    if parts.unpaid:
        _unpay(lot, news, parts.unpaid)
    Lot.objects.filter(pk=lot.pk).update(claimed=news.total)
    if parts.given_back:
        _come_back(lot, _move(lot, news, Kind.REVOKE, parts.given_back, "given-back"), news.effective_at)


def _unpay(lot: Lot, news: ClaimEntry, connects: int) -> None:
    """Give back what later grants paid for a debt that should not have been, into their lots, the latest first."""
    paid = DebtEntry.objects.filter(lot=lot, why__in=[Why.PAID, Why.UNPAID])
    payers = paid.values("transaction__entries__lot").annotate(sum=Sum("amount"), latest=Max("id")).order_by("-latest")
    for payer in payers:
        part = min(connects, -payer["sum"])
        if not part:
            continue
        connects -= part
        paying = Lot.objects.select_related("opened_by").get(pk=payer["transaction__entries__lot"])
        booking = _move(paying, news, Kind.REVOKE, part, f"unpaid:{paying.pk}")
        _owe(lot, news, Why.UNPAID, part, f"unpaid:{paying.pk}", by=booking)
        _owe(lot, news, Why.FORGIVEN, -part, f"forgiven:{paying.pk}")
        _come_back(paying, booking, news.effective_at)


def _owe(
    lot: Lot, news: ClaimEntry, why: DebtEntry.Why, connects: int, what: str, *, by: Booking | None = None
) -> None:
    reference = f"claim:{news.pk}:{what}"
    booking = by.id if by else None
    owe(lot, why, connects, reference=reference, cause=news.cause, by=booking, now=news.effective_at)


def _come_back(lot: Lot, booking: Booking, now: datetime) -> None:
    held = into_questioned_lots(lot.wallet_id, arrival=booking.id, now=now)
    if held.due(now):
        lapse_again(held.id, now=now)
