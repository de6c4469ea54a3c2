"""What a wallet owes: Connects that were spent before their payment went back. Later free grants pay it first.

Purchases, adjustments and refunds do not pay it (PRODUCT 4). The oldest debt is paid first, out of the lot just
granted.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_noop

from common import clock
from connects.chain import Step, run
from connects.dialect import among, id_list
from connects.models import DebtEntry, Lot, Wallet

PAID = gettext_noop("This pays what you owe for Connects that you had spent when their payment went back.")


def debt_of(wallet_id: int) -> int:
    """How many Connects the wallet owes."""
    return Wallet.objects.values_list("debt", flat=True).get(pk=wallet_id)


def owe(
    lot: Lot, why: DebtEntry.Why, connects: int, *, reference: str, cause: str, now: datetime, by: int | None = None
) -> None:
    """Put so many Connects onto (or with a minus off) what a lot of a held wallet owes."""
    Lot.objects.filter(pk=lot.pk).update(owed=F("owed") + connects)
    Wallet.objects.filter(pk=lot.wallet_id).update(debt=F("debt") + connects)
    DebtEntry.objects.create(
        wallet_id=lot.wallet_id,
        lot=lot,
        why=why,
        amount=connects,
        debt_after=debt_of(lot.wallet_id),
        reference=reference,
        transaction_id=by,
        cause=cause,
        effective_at=now,
    )


def pay(grants: Collection[int]) -> None:
    """Pay what is owed out of the lots that these bookings opened, one in each of some held wallets."""
    run(
        _steps(),
        "SELECT COUNT(*) FROM booked",
        {"grants": id_list(grants), "reason": PAID, "recorded": clock.real_now()},
    )


# Each debt that the lot can pay, whole or in part: `upto` is what is owed up to it.
_PARTS = """
    SELECT paying.id AS paying, owing.id AS owing, paying.wallet_id, paying.issued_at, owing.cause, owing.upto,
        CASE WHEN owing.upto <= paying.remaining THEN owing.owed
            ELSE owing.owed + paying.remaining - owing.upto END AS part,
        CASE WHEN owing.upto <= paying.remaining THEN owing.upto ELSE paying.remaining END AS paid_by_then,
        'debt:' || CAST(paying.id AS text) || ':' || CAST(owing.id AS text) AS reference
    FROM connects_lot paying JOIN (
        SELECT lot.id, lot.wallet_id, lot.owed, opening.cause, SUM(lot.owed) OVER (
            PARTITION BY lot.wallet_id ORDER BY (
                SELECT MIN(past.id) FROM connects_debtentry past
                WHERE past.lot_id = lot.id AND past.why = 'taken_back'
            )
        ) AS upto
        FROM connects_lot lot JOIN connects_transaction opening ON opening.id = lot.opened_by_id
        WHERE lot.owed > 0 AND lot.wallet_id IN (
            SELECT wallet_id FROM connects_transaction WHERE id {grants}
        )
    ) owing ON owing.wallet_id = paying.wallet_id
    WHERE paying.opened_by_id {grants} AND owing.upto - owing.owed < paying.remaining
"""


def _steps() -> tuple[Step, ...]:
    return (
        Step("parts", _PARTS.format(grants=among("grants"))),
        Step(
            "booked",
            """
            INSERT INTO connects_transaction (
                wallet_id, kind, reference, amount, balance_after, cause, reason, effective_at, recorded_at
            )
            SELECT parts.wallet_id, 'revoke', parts.reference, -parts.part, wallet.balance - parts.paid_by_then,
                parts.cause, %(reason)s, parts.issued_at, %(recorded)s
            FROM parts JOIN connects_wallet wallet ON wallet.id = parts.wallet_id
            ORDER BY parts.wallet_id, parts.upto
            RETURNING id, wallet_id, reference, amount, balance_after
            """,
            again="""
            SELECT id, wallet_id, reference, amount, balance_after FROM connects_transaction WHERE id > %(mark)s
            """,
            decides=True,
        ),
        Step(
            "moved",
            """
            INSERT INTO connects_entry (transaction_id, lot_id, amount, balance_after)
            SELECT booked.id, parts.paying, booked.amount, booked.balance_after
            FROM booked JOIN parts ON parts.reference = booked.reference
            RETURNING lot_id, amount
            """,
            again="SELECT lot_id, amount FROM connects_entry WHERE transaction_id > %(mark)s",
        ),
        Step(
            "lessened",
            """
            INSERT INTO connects_debtentry (
                wallet_id, lot_id, why, amount, debt_after, reference, transaction_id, cause, effective_at, recorded_at
            )
            SELECT parts.wallet_id, parts.owing, 'paid', booked.amount, wallet.debt - parts.paid_by_then,
                parts.reference, booked.id, parts.cause, parts.issued_at, %(recorded)s
            FROM booked JOIN parts ON parts.reference = booked.reference
            JOIN connects_wallet wallet ON wallet.id = parts.wallet_id
            ORDER BY parts.wallet_id, parts.upto
            RETURNING lot_id, amount
            """,
            again="SELECT lot_id, amount FROM connects_debtentry WHERE transaction_id > %(mark)s",
        ),
        Step(
            "wallets",
            """
            UPDATE connects_wallet SET
                balance = connects_wallet.balance + paid.amount, debt = connects_wallet.debt + paid.amount,
                next_expiry_at = (
                    SELECT MIN(lot.expires_at)
                    FROM connects_lot lot LEFT JOIN (
                        SELECT lot_id, SUM(amount) AS amount FROM moved GROUP BY lot_id
                    ) gone ON gone.lot_id = lot.id
                    WHERE lot.wallet_id = paid.wallet_id AND lot.remaining > 0
                        AND lot.remaining + COALESCE(gone.amount, 0) > 0
                )
            FROM (SELECT wallet_id, SUM(amount) AS amount FROM booked GROUP BY wallet_id) paid
            WHERE connects_wallet.id = paid.wallet_id
            RETURNING 1
            """,
            again="SELECT 1",
        ),
        Step(
            "lots",
            """
            UPDATE connects_lot SET
                remaining = connects_lot.remaining + changed.remaining, owed = connects_lot.owed + changed.owed
            FROM (
                SELECT lot_id, SUM(amount) AS remaining, 0 AS owed FROM moved GROUP BY lot_id
                UNION ALL SELECT lot_id, 0, SUM(amount) FROM lessened GROUP BY lot_id
            ) changed
            WHERE connects_lot.id = changed.lot_id
            RETURNING 1
            """,
            again="SELECT 1",
        ),
    )
