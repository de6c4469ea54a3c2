"""A purchase for which there was nothing to pay: what it brings is free, so it may have to wait, and it pays debts.

Its booking is a grant under the purchase's own reference.
"""

from datetime import timedelta

from django.db.models import Q

from accounts.models import User
from common import clock
from connects.booking import Booking, hold
from connects.chain import one_transaction
from connects.granting import give, grant
from connects.models import HeldGrant, Source, Wallet, WalletPolicy


def free_grants_wait(wallet_id: int, *, buyer: User) -> bool:
    """Whether an operator judges first, or has judged: of this wallet, or of the one that the buyer has."""
    return Wallet.objects.filter(Q(pk=wallet_id) | Q(person=buyer), held_since__isnull=False).exists()


@one_transaction
def credit_free_purchase(wallet_id: int, connects: int, *, reference: str, cause: str, actor: User) -> Booking | None:
    """Grant what was taken for nothing, once. None when the wallet has come to wait since the checkout was opened."""
    hold(wallet_id)
    lives = WalletPolicy.objects.get(pk=1).purchased_lives_days
    if Wallet.objects.filter(pk=wallet_id, held_since__isnull=False).exists():
        return give(wallet_id, connects, source=Source.PROMO, reference=reference, lives_days=lives, cause=cause)
    return grant(
        wallet_id,
        connects,
        source=Source.PROMO,
        expires_at=clock.now() + timedelta(days=lives),
        reference=reference,
        cause=cause,
        actor=actor,
    )


def held_purchase(reference: str) -> str:
    """How a purchase for nothing stands that was not granted: "held", "refused", or empty."""
    waits = HeldGrant.objects.filter(reference=reference).exclude(state=HeldGrant.State.RELEASED)
    return waits.values_list("state", flat=True).first() or ""
