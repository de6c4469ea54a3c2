"""Lots that have passed their expiry are booked out: before anything else in their wallet, or by the sweep.

Until then they count for nothing: no verb spends them and no page shows them as spendable.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Min

from common import clock
from connects.booking import Held, hold
from connects.chain import Step, run
from connects.dialect import among, id_list
from connects.models import Wallet
from connects.sweeping import sweep


def expire(at: datetime) -> int:
    """Book out every lot that has expired by then. Returns how many. The sweep `connects.expire`."""
    return sweep("next_expiry_at", at, lambda wallets: lapse(wallets, until=at))


def next_expiry() -> datetime | None:
    """When the next lot expires, in any wallet."""
    first: datetime | None = Wallet.objects.aggregate(first=Min("next_expiry_at"))["first"]
    return first


def without_expired(held: Held, now: datetime) -> Held:
    """The held wallet once its expired lots are booked out."""
    if not held.due(now):
        return held
    lapse([held.id], until=now)
    return hold(held.id)


def lapse(wallets: Collection[int], *, until: datetime | None = None) -> int:
    """Book out the expired lots of held wallets; without `until`, those that end by each wallet's next period."""
    return _book_out(_steps("%(until)s" if until else "wallet.next_period_at"), wallets, until)


def lapse_again(wallet_id: int, *, now: datetime) -> None:
    """Book out what has just come back into lots that had expired before: as of now, not of a day it was not there."""
    _book_out(_steps("%(until)s", as_of="%(until)s"), [wallet_id], now)


def _book_out(steps: tuple[Step, ...], wallets: Collection[int], until: datetime | None) -> int:
    params = {"wallets": id_list(wallets), "until": until, "recorded": clock.real_now()}
    [(lapsed,)] = run(steps, "SELECT COUNT(*) FROM booked", params)
    return int(lapsed)


def _steps(until: str, *, as_of: str = "expires_at") -> tuple[Step, ...]:
    return (
        # Each lot lapses in a booking of its own, as of the instant of its expiry, the soonest first.
        Step(
            "due",
            f"""
            SELECT lot.id, lot.wallet_id, lot.remaining, lot.expires_at,
                'expire:' || CAST(lot.id AS text) || ':' || CAST(lot.lapses + 1 AS text) AS reference,
                wallet.balance - SUM(lot.remaining) OVER (
                    PARTITION BY lot.wallet_id ORDER BY lot.expires_at, lot.id
                ) AS balance_after
            FROM connects_wallet wallet JOIN connects_lot lot ON lot.wallet_id = wallet.id
            WHERE wallet.id {among("wallets")} AND lot.remaining > 0 AND lot.expires_at <= {until}
            """,
        ),
        Step(
            "booked",
            f"""
            INSERT INTO connects_transaction (
                wallet_id, kind, reference, amount, balance_after, cause, reason, effective_at, recorded_at
            )
            SELECT wallet_id, 'expire', reference, -remaining, balance_after, '', '', {as_of}, %(recorded)s
            FROM due
            WHERE NOT EXISTS (SELECT 1 FROM connects_transaction past WHERE past.reference = due.reference)
            ORDER BY wallet_id, expires_at, id
            ON CONFLICT DO NOTHING
            RETURNING id, wallet_id, reference, balance_after
            """,
            again="SELECT id, wallet_id, reference, balance_after FROM connects_transaction WHERE id > %(mark)s",
        ),
        Step(
            "moved",
            """
            INSERT INTO connects_entry (transaction_id, lot_id, amount, balance_after)
            SELECT booked.id, due.id, -due.remaining, booked.balance_after
            FROM booked JOIN due ON due.reference = booked.reference
            RETURNING lot_id, amount
            """,
            again="SELECT lot_id, amount FROM connects_entry WHERE transaction_id > %(mark)s",
        ),
        Step(
            "wallets",
            f"""
            UPDATE connects_wallet SET
                balance = COALESCE(after.balance, connects_wallet.balance), next_expiry_at = after.next_expiry_at
            FROM (
                SELECT wallet.id, MIN(booked.balance_after) AS balance, (
                    SELECT MIN(lot.expires_at) FROM connects_lot lot
                    WHERE lot.wallet_id = wallet.id AND lot.remaining > 0 AND lot.expires_at > {until}
                ) AS next_expiry_at
                FROM connects_wallet wallet LEFT JOIN booked ON booked.wallet_id = wallet.id
                WHERE wallet.id {among("wallets")}
                GROUP BY wallet.id
            ) after
            WHERE connects_wallet.id = after.id
            RETURNING 1
            """,
            again="SELECT 1",
        ),
        Step(
            "lots",
            """
            UPDATE connects_lot SET remaining = 0, lapses = connects_lot.lapses + 1
            FROM moved WHERE connects_lot.id = moved.lot_id
            RETURNING 1
            """,
            again="SELECT 1",
        ),
    )
