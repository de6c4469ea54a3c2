"""What an operator does to a wallet: adjust its balance, always with a reason."""

from datetime import timedelta

from accounts.models import User
from common import clock
from connects.booking import Booking, Order
from connects.chain import one_transaction
from connects.granting import grant
from connects.models import Kind, Source, WalletPolicy
from connects.spending import take


@one_transaction
def adjust(
    wallet_id: int, connects: int, *, reason: str, actor: User | None, reference: str, cause: str = ""
) -> Booking:
    """Correct a balance by plus or minus so many Connects: plus opens a lot, minus takes the soonest-expiring ones.

    Raises NotEnoughConnects and ReferenceReused; ValueError without a reason or for nothing.
    """
    if connects < 0:
        return take(Order(wallet_id, Kind.ADJUST, connects, reference, cause, _said(reason), actor))
    lives = timedelta(days=WalletPolicy.objects.get(pk=1).adjusted_lives_days)
    return grant(
        wallet_id,
        connects,
        source=Source.ADJUSTMENT,
        kind=Kind.ADJUST,
        expires_at=clock.now() + lives,
        reference=reference,
        cause=cause,
        reason=_said(reason),
        actor=actor,
    )


def _said(reason: str) -> str:
    if not reason.strip():
        raise ValueError("Say why: the books keep the reason.")
    return reason.strip()
