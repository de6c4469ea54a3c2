"""Giving Connects: every grant opens a lot of its own, with its source and its expiry."""

from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import User
from accounts.normalise import mailbox_mark
from common import clock
from connects.booking import Booking, Order, book, hold, moved, wallet
from connects.chain import Step, one_transaction
from connects.debts import pay
from connects.errors import ReferenceReused
from connects.expiry import without_expired
from connects.held_back import hold_back
from connects.models import (
    GrantPolicy,
    HeldGrant,
    Kind,
    Lot,
    Source,
    Transaction,
    Wallet,
    WalletPolicy,
)
from connects.wallets import wallet_of

OPENED = Step(
    "opened",
    """
    INSERT INTO connects_lot (
        wallet_id, source, granted, remaining, issued_at, expires_at, lapses, opened_by_id, paid_minor, paid_currency
    )
    SELECT %(wallet)s, %(source)s, booked.amount, booked.amount, %(now)s, %(expires)s, 0, booked.id,
        CAST(%(paid_minor)s AS integer), %(paid_currency)s
    FROM booked
    RETURNING id, expires_at
    """,
    again="SELECT id, expires_at FROM connects_lot WHERE opened_by_id = (SELECT id FROM booked)",
)
ENTERED = moved("SELECT booked.id, opened.id, booked.amount, booked.balance_after FROM booked, opened")
WALLET_GOT_A_LOT = wallet("""
    SELECT MIN(at) FROM (
        SELECT connects_wallet.next_expiry_at AS at UNION ALL SELECT opened.expires_at FROM opened
    ) known
""")


@one_transaction
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
    """Issue a new lot. Raises ReferenceReused when the reference has booked something else.

    What is granted for nothing pays first what the wallet owes (PRODUCT 4); the booking is that of the whole grant.
    """
    if connects < 1:
        raise ValueError("A grant gives at least one Connect.")
    held = hold(wallet_id)
    now = clock.now()
    if expires_at <= now:
        raise ValueError("A lot must expire after it is issued.")
    without_expired(held, now)
    order = Order(wallet_id, Kind(kind), connects, reference, cause, reason, actor)
    booking, after = book(
        order,
        OPENED,
        ENTERED,
        WALLET_GOT_A_LOT,
        now=now,
        source=Source(source).value,
        expires=expires_at,
        paid_minor=paid_minor,
        paid_currency=paid_currency,
    )
    if booking.again and not Lot.objects.filter(opened_by_id=booking.id, source=source).exists():
        raise ReferenceReused(reference)
    if order.kind == Kind.GRANT and after.debt and not booking.again:
        pay([booking.id])
    return booking


@one_transaction
def give(
    wallet_id: int, connects: int, *, source: Source, reference: str, lives_days: int, cause: str = ""
) -> Booking | None:
    """Grant what costs nothing, once under its reference.

    None when it must wait: the wallet may be somebody's second account, and an operator judges that first (PRODUCT 3).
    """
    hold(wallet_id)
    if before := _booked(reference):
        if before.wallet_id != wallet_id:
            raise ReferenceReused(reference)
        return before
    judged = HeldGrant.objects.filter(reference=reference).exclude(state=HeldGrant.State.RELEASED)
    if judged.exists():
        # It waits, or was refused: what an operator has said is not undone by earning it again.
        return None
    if Wallet.objects.filter(pk=wallet_id, held_since__isnull=False).exists():
        hold_back(wallet_id, connects, source=source, reference=reference, lives_days=lives_days, cause=cause)
        return None
    expires_at = clock.now() + timedelta(days=lives_days)
    return grant(wallet_id, connects, source=source, expires_at=expires_at, reference=reference, cause=cause)


def grant_once(person: User, source: Source, *, of: str = "", cause: str = "") -> Booking | None:
    """Give a reward, once per normalised e-mail address (PRODUCT 3), or once per address and `of` ("17").

    None while it is switched off, when another account of the same mailbox has had it, and when it must wait for an
    operator.
    """
    policy = GrantPolicy.objects.get(source=source)
    if not policy.enabled or not policy.connects:
        return None
    reference, wallet_id = reference_of(person, source, of=of), wallet_of(person).pk
    hold(wallet_id)
    if (before := _had_under_another_address(wallet_id, source, of)) and before != reference:
        return _booked(before)
    try:
        return give(
            wallet_id, policy.connects, source=source, reference=reference, lives_days=policy.lives_days, cause=cause
        )
    except ReferenceReused:
        return None


def earned_at(person: User, source: Source, *, of: str = "") -> datetime | None:
    """When the person, by any address they had, or their mailbox was given this reward; None if it never was."""
    mine = Q(wallet__person=person, reference__startswith=_prefix(source, of), opened_lot__source=source)
    booked = Transaction.objects.filter(mine | Q(reference=reference_of(person, source, of=of)))
    return booked.order_by("id").values_list("effective_at", flat=True).first()


def latest(person: User, source: Source) -> tuple[str, datetime] | None:
    """The cause of the latest lot that the person got from this source, and when; None if there was none."""
    lots = Lot.objects.filter(wallet__person=person, source=source).order_by("-id")
    return lots.values_list("opened_by__cause", "issued_at").first()


def held_state(person: User, source: Source, *, of: str = "") -> str:
    """Whether the person has earned this and an operator looks at it first, or has refused it; empty for neither."""
    held = HeldGrant.objects.filter(reference=reference_of(person, source, of=of), wallet__person=person)
    return held.exclude(state=HeldGrant.State.RELEASED).values_list("state", flat=True).first() or ""


def reference_of(person: User, source: Source, *, of: str = "") -> str:
    """What a reward is booked under. Names nobody: the books keep it for good."""
    return f"{_prefix(source, of)}{mailbox_mark(person.email_key)}"


def _prefix(source: Source, of: str) -> str:
    return f"{source}:{of}:" if of else f"{source}:"


def _had_under_another_address(wallet_id: int, source: Source, of: str) -> str:
    """The reference under which this wallet had the reward, or waits for it: another address brings no second one."""
    prefix = _prefix(source, of)
    booked = Lot.objects.filter(wallet=wallet_id, source=source, opened_by__reference__startswith=prefix)
    held = HeldGrant.objects.filter(wallet=wallet_id, source=source, reference__startswith=prefix)
    found = booked.values_list("opened_by__reference", flat=True).first()
    return found or held.values_list("reference", flat=True).first() or ""


def _booked(reference: str) -> Booking | None:
    """What was booked under it; None while it waits, or when it was refused."""
    before = Transaction.objects.filter(reference=reference).first()
    if before is None:
        return None
    return Booking(before.pk, before.wallet_id, reference, before.amount, before.balance_after, again=True)


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
