"""Times of a plan whose payment has turned: what it still brings for them is told to whoever sold it (PRODUCT 4).

In the transaction that grants it, so nobody can spend in between. A month's sweep asks once for all of its wallets.
"""

from collections.abc import Iterable
from datetime import datetime

from connects.booking import hold
from connects.chain import ask, one_transaction
from connects.dialect import among, id_list
from connects.models import TurnedTime
from connects.signals import turned_month_granted

Grant = tuple[int, str]


@one_transaction
def note_turned_time(wallet_id: int, *, cause: str, starts_at: datetime, ends_at: datetime) -> None:
    """From now on, tell of what the wallet's plan brings from `starts_at` on and before `ends_at`. Once per cause.

    The wallet is held until the transaction ends: nothing comes between what the caller reads and does.
    """
    hold(wallet_id)
    times = {"starts_at": starts_at, "ends_at": ends_at}
    TurnedTime.objects.get_or_create(wallet_id=wallet_id, cause=cause, defaults=times)


def coming(wallets: list[int]) -> list[Grant]:
    """What the next periods of these held wallets will bring for such a time."""
    rows = ask(
        f"""
        SELECT DISTINCT wallet.id, wallet.period + 1
        FROM connects_turnedtime turned JOIN connects_wallet wallet ON wallet.id = turned.wallet_id
        WHERE turned.wallet_id {among("wallets")}
            AND turned.starts_at <= wallet.next_period_at AND wallet.next_period_at < turned.ends_at
        ORDER BY wallet.id
        """,
        {"wallets": id_list(wallets)},
    )
    return [(wallet_id, f"allowance:{wallet_id}:{period}") for wallet_id, period in rows]


def tell(grants: Iterable[Grant]) -> None:
    for wallet_id, opened_by in grants:
        turned_month_granted.send(TurnedTime, wallet_id=wallet_id, opened_by=opened_by)


def tell_if_turned(wallet_id: int, opened_by: str, *, at: datetime) -> None:
    """The same for what comes in the middle of a period."""
    if TurnedTime.objects.filter(wallet=wallet_id, starts_at__lte=at, ends_at__gt=at).exists():
        tell([(wallet_id, opened_by)])
