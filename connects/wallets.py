"""Whose Connects are whose, and how many there are to spend."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import Agency, User
from common import clock
from connects import periods
from connects.booking import hold
from connects.chain import one_transaction
from connects.errors import NoWallet
from connects.models import Lot, Plan, Wallet


def wallet_of(person: User) -> Wallet:
    """The person's wallet. Raises NoWallet for somebody without the freelancer role."""
    wallet = Wallet.objects.filter(person=person).first()
    if wallet is None:
        raise NoWallet(person)
    return wallet


def balance_of(person: User) -> int | None:
    """What the person can spend now, in Connects. None without a wallet."""
    return _spendable(Wallet.objects.filter(person=person)).first()


def spendable(wallet_id: int) -> int:
    """What the wallet can spend now: lots that have expired do not count, swept or not. Raises NoWallet."""
    balance = _spendable(Wallet.objects.filter(pk=wallet_id)).first()
    if balance is None:
        raise NoWallet(wallet_id)
    return balance


def lapsing_by(wallet_id: int, instant: datetime) -> int:
    """How many of the Connects that can be spent now lapse by then. Those are the first to be spent."""
    lots = Lot.objects.filter(wallet=wallet_id, remaining__gt=0, expires_at__gt=clock.now(), expires_at__lte=instant)
    return lots.aggregate(sum=Sum("remaining"))["sum"] or 0


@one_transaction
def hold_wallets(ids: Collection[int]) -> None:
    """Lock several wallets, by ascending id as everybody does, before something is booked in each of them."""
    for wallet_id in sorted(set(ids)):
        hold(wallet_id)


def open_wallet(*, person: User | None = None, agency: Agency | None = None) -> Wallet:
    """The wallet of a person or an agency, opened if there is none. Opening twice opens one.

    Its months are counted from this instant. A person starts on Basic, an agency without a plan.
    """
    if (person is None) == (agency is None):
        raise ValueError("A wallet belongs to one person or to one agency.")
    now = clock.now()
    wallet, _ = Wallet.objects.get_or_create(
        person=person,
        agency=agency,
        defaults={
            "plan": Plan.objects.filter(code="basic").first() if person else None,
            "anchor_at": now,
            "next_period_at": periods.after(now, now),
            "opened_at": now,
        },
    )
    return wallet


def _spendable(wallets: QuerySet[Wallet]) -> QuerySet[Wallet, int]:
    held_past_expiry = Sum("lots__remaining", filter=Q(lots__remaining__gt=0, lots__expires_at__lte=clock.now()))
    return wallets.annotate(spendable=F("balance") - Coalesce(held_past_expiry, 0)).values_list("spendable", flat=True)
