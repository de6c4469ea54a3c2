"""The wallet's verbs. Every Connect moves through here, under a reference that makes doing it twice do it once.

Lock order: the caller's domain row first, then wallets by ascending id, then inserts. The wallet's row is the mutex of
its lots: it is locked in one statement and the lots are read in the next, because under READ COMMITTED a statement
that does both sees the lots as they were before it waited. No wallet is locked while Stripe is called.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Agency, User
from accounts.normalise import mailbox_mark
from common import clock
from connects.errors import NotEnoughConnects, NoWallet, ReferenceReused
from connects.models import Entry, GrantPolicy, Kind, Lot, Plan, Transaction, Wallet, WalletPolicy
from connects.models import Source as Source  # Other rooms name the source of a grant; they see no other table.


@dataclass(frozen=True, slots=True)
class Booking:
    """What was booked: `amount` is signed Connects. `again` tells that the reference had booked it before."""

    id: int
    wallet_id: int
    reference: str
    amount: int
    balance_after: int
    again: bool = False


def wallet_of(person: User) -> Wallet:
    """The person's wallet. Raises NoWallet for somebody without the freelancer role."""
    wallet = Wallet.objects.filter(person=person).first()
    if wallet is None:
        raise NoWallet(person)
    return wallet


def balance_of(person: User) -> int | None:
    """What the person can spend now, in Connects: expired but unswept lots do not count. None without a wallet."""
    wallet = Wallet.objects.filter(person=person).first()
    if wallet is None:
        return None
    return wallet.balance - _expired_but_held(wallet, clock.now())


def open_wallet(*, person: User | None = None, agency: Agency | None = None) -> Wallet:
    """The wallet of a person or an agency, opened if there is none. Opening twice opens one."""
    wallet, _ = Wallet.objects.get_or_create(
        person=person,
        agency=agency,
        defaults={"anchor_at": clock.now(), "plan": Plan.objects.filter(code="basic").first()},
    )
    return wallet


def grant_once(person: User, source: Source) -> Booking | None:
    """Give a one-time reward, once per normalised e-mail address (PRODUCT 3).

    None while it is switched off, and when another account of the same mailbox has had it.
    """
    policy = GrantPolicy.objects.get(source=source)
    if not policy.enabled or not policy.connects:
        return None
    try:
        return grant(
            wallet_of(person).pk,
            policy.connects,
            source=source,
            expires_at=clock.now() + timedelta(days=policy.lives_days),
            reference=f"{source}:{mailbox_mark(person.email_key)}",
        )
    except ReferenceReused:
        return None


@transaction.atomic
def grant(
    wallet_id: int,
    connects: int,
    *,
    source: Source,
    expires_at: datetime,
    reference: str,
    kind: Kind = Kind.GRANT,
    cause: str = "",
    reason: str = "",
    actor: User | None = None,
    paid_minor: int | None = None,
    paid_currency: str = "",
) -> Booking:
    """Issue a new lot. Raises ReferenceReused when the reference has booked something else."""
    wallet = _lock(wallet_id)
    if before := _booked(reference, wallet_id, kind, connects):
        return before
    now = clock.now()
    booked = _book(wallet, kind, connects, reference, cause, reason, actor, now)
    lot = Lot.objects.create(
        wallet=wallet,
        source=source,
        granted=connects,
        remaining=connects,
        issued_at=now,
        expires_at=expires_at,
        opened_by_id=booked.id,
        paid_minor=paid_minor,
        paid_currency=paid_currency,
    )
    Entry.objects.create(transaction_id=booked.id, lot=lot, amount=connects, balance_after=booked.balance_after)
    _remember(wallet, booked.balance_after)
    return booked


def credit_purchase(
    wallet_id: int, connects: int, *, reference: str, cause: str, paid_minor: int, paid_currency: str, actor: User
) -> Booking:
    """Issue the lot of a paid purchase; `paid_minor` is what was paid for all of it, in minor units."""
    lives = timedelta(days=WalletPolicy.objects.get(pk=1).purchased_lives_days)
    return grant(
        wallet_id,
        connects,
        source=Source.PURCHASE,
        kind=Kind.PURCHASE,
        expires_at=clock.now() + lives,
        reference=reference,
        cause=cause,
        actor=actor,
        paid_minor=paid_minor,
        paid_currency=paid_currency,
    )


@transaction.atomic
def spend(
    wallet_id: int, connects: int, *, reference: str, cause: str = "", reason: str = "", actor: User | None = None
) -> Booking:
    """Take Connects, soonest-expiring lot first. Raises NotEnoughConnects, ReferenceReused."""
    wallet = _lock(wallet_id)
    if before := _booked(reference, wallet_id, Kind.SPEND, -connects):
        return before
    now = clock.now()
    _lapse(wallet, now)
    if wallet.balance < connects:
        raise NotEnoughConnects(needed=connects, available=wallet.balance)
    booked = _book(wallet, Kind.SPEND, -connects, reference, cause, reason, actor, now)
    left, balance = connects, wallet.balance
    # Soonest to expire first: nobody should lose Connects to our order of spending.
    for lot in wallet.lots.filter(remaining__gt=0).order_by("expires_at", "id"):
        take = min(left, lot.remaining)
        lot.remaining -= take
        lot.save(update_fields=["remaining"])
        left, balance = left - take, balance - take
        Entry.objects.create(transaction_id=booked.id, lot=lot, amount=-take, balance_after=balance)
        if not left:
            break
    _remember(wallet, booked.balance_after)
    return booked


@transaction.atomic
def refund(
    spend_reference: str, *, reference: str, cause: str = "", reason: str = "", actor: User | None = None
) -> Booking:
    """Put a spend back into the lots it came from, once. What goes into an expired lot lapses at once (PRODUCT 2)."""
    spent = Transaction.objects.get(reference=spend_reference, kind=Kind.SPEND)
    wallet = _lock(spent.wallet_id)
    if before := _booked(reference, wallet.pk, Kind.REFUND, -spent.amount):
        return before
    now = clock.now()
    booked = _book(wallet, Kind.REFUND, -spent.amount, reference, cause, reason, actor, now, reverses=spent)
    balance = wallet.balance
    for entry in spent.entries.select_related("lot").order_by("id"):
        balance -= entry.amount
        entry.lot.remaining -= entry.amount
        entry.lot.save(update_fields=["remaining"])
        Entry.objects.create(transaction_id=booked.id, lot=entry.lot, amount=-entry.amount, balance_after=balance)
    _remember(wallet, balance)
    _lapse(wallet, now)
    return booked


def _lock(wallet_id: int) -> Wallet:
    return Wallet.objects.select_for_update(no_key=True).get(pk=wallet_id)


def _booked(reference: str, wallet_id: int, kind: Kind, amount: int) -> Booking | None:
    before = Transaction.objects.filter(reference=reference).first()
    if before is None:
        return None
    if (before.wallet_id, before.kind, before.amount) != (wallet_id, kind, amount):
        raise ReferenceReused(reference)
    return Booking(before.pk, wallet_id, reference, amount, before.balance_after, again=True)


def _book(
    wallet: Wallet,
    kind: Kind,
    amount: int,
    reference: str,
    cause: str,
    reason: str,
    actor: User | None,
    at: datetime,
    reverses: Transaction | None = None,
) -> Booking:
    row = Transaction.objects.create(
        wallet=wallet,
        kind=kind,
        amount=amount,
        balance_after=wallet.balance + amount,
        reference=reference,
        cause=cause,
        reason=reason,
        actor=actor,
        reverses=reverses,
        effective_at=at,
        recorded_at=clock.real_now(),
    )
    return Booking(row.pk, wallet.pk, reference, amount, row.balance_after)


def _lapse(wallet: Wallet, at: datetime) -> None:
    for lot in wallet.lots.filter(remaining__gt=0, expires_at__lte=at).order_by("expires_at", "id"):
        gone = lot.remaining
        reference = f"expire:{lot.pk}:{lot.entries.count()}"
        booked = _book(wallet, Kind.EXPIRE, -gone, reference, "", "", None, at)
        Entry.objects.create(transaction_id=booked.id, lot=lot, amount=-gone, balance_after=booked.balance_after)
        lot.remaining = 0
        lot.save(update_fields=["remaining"])
        _remember(wallet, booked.balance_after)


def _remember(wallet: Wallet, balance: int) -> None:
    first = wallet.lots.filter(remaining__gt=0).order_by("expires_at").first()
    wallet.balance, wallet.next_expiry_at = balance, first.expires_at if first else None
    wallet.save(update_fields=["balance", "next_expiry_at"])


def _expired_but_held(wallet: Wallet, at: datetime) -> int:
    if wallet.next_expiry_at is None or wallet.next_expiry_at > at:
        return 0
    return sum(wallet.lots.filter(remaining__gt=0, expires_at__lte=at).values_list("remaining", flat=True))
