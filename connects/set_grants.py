"""One free grant for many wallets at once: every one gets a lot of its own, its debts are paid first (PRODUCT 3, 4).

Set-based as the months are. Each wallet's grant has a reference of its own, so that whoever is killed and comes again
gives to each once. Wallets that may be somebody's second account get nothing yet: what is theirs waits.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from common import clock
from connects.chain import Step, ask, one_transaction, run
from connects.debts import pay
from connects.dialect import among, id_list, pair_params, pairs, waiting
from connects.expiry import lapse
from connects.held_back import REFUSED_AT_ONCE
from connects.models import Source
from connects.sweeping import ENTERED, LOCK, few


@dataclass(frozen=True, slots=True)
class Given:
    """The wallets that have got it now, and those whose grant waits for an operator. Others had it before."""

    wallets: list[int]
    held: list[int]


@one_transaction
def grant_in_sets(
    gifts: Collection[tuple[int, str]], connects: int, *, source: Source, lives_days: int, cause: str
) -> Given:
    """Give each wallet so many Connects under its reference: `gifts` are (wallet, reference), once each.

    A reference that has booked, or waits for an operator, gives nothing more, whichever wallet it was for. Locks the
    wallets by ascending id; whoever calls with some thousands holds them for a fraction of a second.
    """
    if connects < 1 or lives_days < 1:
        raise ValueError("A grant gives at least one Connect, for a day or longer.")
    if not gifts:
        return Given([], [])
    few()
    now = clock.now()
    _hold([wallet for wallet, _ in gifts], now)
    params = {
        **pair_params(gifts),
        "connects": connects,
        "source": Source(source).value,
        "cause": cause,
        "now": now,
        "expires": now + timedelta(days=lives_days),
        "lives": lives_days,
        "recorded": clock.real_now(),
    }
    held = _let_wait(params)
    booked = run(
        _steps(),
        "SELECT booked.wallet_id, booked.id, owing.debt FROM booked JOIN connects_wallet owing"
        " ON owing.id = booked.wallet_id ORDER BY booked.wallet_id",
        params,
    )
    if owing := [booking for _, booking, debt in booked if debt]:
        pay(owing)
    return Given([wallet for wallet, _, _ in booked], held)


def _hold(wallets: list[int], now: datetime) -> None:
    """Lock the wallets, and book out what has expired in them."""
    rows = ask(
        f"SELECT id, next_expiry_at <= %(now)s FROM connects_wallet WHERE id {among()} ORDER BY id {waiting(LOCK)}",
        {"ids": id_list(wallets), "now": now},
    )
    if ended := [id for id, due in rows if due]:
        lapse(ended, until=now)


def _let_wait(params: dict[str, Any]) -> list[int]:
    """What is for wallets under suspicion is written down for an operator; refused where they have judged already."""
    rows = ask(
        f"""
        INSERT INTO connects_heldgrant (
            wallet_id, source, connects, lives_days, reference, cause, held_at, state, judged_at, judged_why
        )
        SELECT wallet.id, %(source)s, %(connects)s, %(lives)s, given.word, %(cause)s, %(now)s,
            CASE WHEN upheld.id IS NULL THEN 'held' ELSE 'refused' END,
            CASE WHEN upheld.id IS NULL THEN NULL ELSE %(now)s END,
            CASE WHEN upheld.id IS NULL THEN '' ELSE %(refused)s END
        FROM {pairs()} JOIN connects_wallet wallet ON wallet.id = given.id
        LEFT JOIN connects_suspicion upheld ON upheld.wallet_id = wallet.id AND upheld.verdict = 'upheld'
        WHERE wallet.held_since IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM connects_transaction past WHERE past.reference = given.word)
        ORDER BY wallet.id
        ON CONFLICT DO NOTHING
        RETURNING wallet_id, state
        """,
        {**params, "refused": REFUSED_AT_ONCE},
    )
    return [wallet for wallet, state in rows if state == "held"]


def _steps() -> tuple[Step, ...]:
    return (
        Step(
            "due",
            f"""
            SELECT wallet.id, given.word AS reference, wallet.balance
            FROM {pairs()} JOIN connects_wallet wallet ON wallet.id = given.id
            WHERE wallet.held_since IS NULL
            """,
        ),
        Step(
            "booked",
            """
            INSERT INTO connects_transaction (
                wallet_id, kind, reference, amount, balance_after, cause, reason, effective_at, recorded_at
            )
            SELECT id, 'grant', reference, %(connects)s, balance + %(connects)s, %(cause)s, '', %(now)s, %(recorded)s
            FROM due
            WHERE NOT EXISTS (SELECT 1 FROM connects_transaction past WHERE past.reference = due.reference)
                AND NOT EXISTS (SELECT 1 FROM connects_heldgrant waits WHERE waits.reference = due.reference)
            ORDER BY id
            ON CONFLICT DO NOTHING
            RETURNING id, wallet_id, amount, balance_after
            """,
            again="SELECT id, wallet_id, amount, balance_after FROM connects_transaction WHERE id > %(mark)s",
            decides=True,
        ),
        Step(
            "opened",
            """
            INSERT INTO connects_lot (
                wallet_id, source, granted, remaining, issued_at, expires_at, lapses, opened_by_id, paid_currency
            )
            SELECT wallet_id, %(source)s, amount, amount, %(now)s, %(expires)s, 0, id, '' FROM booked
            RETURNING id, opened_by_id
            """,
            again="SELECT id, opened_by_id FROM connects_lot WHERE opened_by_id > %(mark)s",
        ),
        ENTERED,
        Step(
            "wallets",
            """
            UPDATE connects_wallet AS wallet SET
                balance = booked.balance_after,
                next_expiry_at = CASE
                    WHEN wallet.next_expiry_at <= %(expires)s THEN wallet.next_expiry_at ELSE %(expires)s END
            FROM booked WHERE wallet.id = booked.wallet_id
            RETURNING 1
            """,
            again="SELECT 1",
        ),
    )
