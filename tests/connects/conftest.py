"""Ben's wallet on a plain Monday, and a hand that fills it."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest

from common import clock
from connects import services
from connects.models import Lot, Wallet
from tests.conftest import MONDAY


@pytest.fixture
def monday():
    with clock.at(MONDAY):
        yield MONDAY


@pytest.fixture
def wallet(monday, ben) -> Wallet:
    return ben.wallet


@pytest.fixture
def give(wallet) -> Callable[..., Lot]:
    """`give(10, days=30)` opens a lot of 10 that lives 30 days."""
    numbers = count(1)

    def open_lot(connects: int, *, days: float = 365, to: Wallet = wallet) -> Lot:
        booking = services.grant(
            to.pk,
            connects,
            source=services.Source.JOINING,
            expires_at=clock.now() + timedelta(days=days),
            reference=f"gift:{to.pk}-{next(numbers)}",
        )
        return Lot.objects.get(opened_by_id=booking.id)

    return open_lot


def remaining(*lots: Lot) -> list[int]:
    """What the lots hold now, in this order."""
    held = dict(Lot.objects.filter(pk__in=[lot.pk for lot in lots]).values_list("pk", "remaining"))
    return [held[lot.pk] for lot in lots]


def history(wallet: Wallet) -> list[tuple[str, int, int]]:
    """Every booking as (kind, amount, balance after), oldest first."""
    return list(wallet.transactions.order_by("id").values_list("kind", "amount", "balance_after"))
