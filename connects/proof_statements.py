"""The sentences that hold over true books, each as a query for the rows that break it."""

from django.utils.translation import gettext_noop as _

from connects.proof_of_claims import CLAIMS
from connects.proof_of_holds import HOLDS
from connects.proof_statement import Statement

BOOKS = (
    Statement(
        "wallet_balance_is_the_sum_of_its_entries",
        _("A wallet's balance is the sum of its entries."),
        "wallet",
        """
        SELECT w.id, w.id, w.balance, COALESCE(booked.total, 0)
        FROM connects_wallet w LEFT JOIN (
            SELECT t.wallet_id, SUM(e.amount) AS total
            FROM connects_entry e JOIN connects_transaction t ON t.id = e.transaction_id
            GROUP BY t.wallet_id
        ) booked ON booked.wallet_id = w.id
        WHERE w.balance <> COALESCE(booked.total, 0)
        """,
    ),
    Statement(
        "wallet_balance_is_what_its_lots_hold",
        _("A wallet's balance is the sum of what its lots still hold."),
        "wallet",
        """
        SELECT w.id, w.id, w.balance, COALESCE(held.total, 0)
        FROM connects_wallet w LEFT JOIN (
            SELECT wallet_id, SUM(remaining) AS total FROM connects_lot GROUP BY wallet_id
        ) held ON held.wallet_id = w.id
        WHERE w.balance <> COALESCE(held.total, 0)
        """,
    ),
    Statement(
        "wallet_knows_its_next_expiry",
        _("A wallet's next expiry is the earliest among its lots that still hold something."),
        "wallet",
        """
        SELECT w.id, w.id, COALESCE(CAST(w.next_expiry_at AS text), 'none'), COALESCE(CAST(held.first AS text), 'none')
        FROM connects_wallet w LEFT JOIN (
            SELECT wallet_id, MIN(expires_at) AS first FROM connects_lot WHERE remaining > 0 GROUP BY wallet_id
        ) held ON held.wallet_id = w.id
        WHERE w.next_expiry_at <> held.first OR (w.next_expiry_at IS NULL) <> (held.first IS NULL)
        """,
    ),
    Statement(
        "lot_remains_what_its_entries_leave",
        _("What a lot still holds is the sum of its entries, between zero and what was granted."),
        "lot",
        """
        SELECT l.id, l.wallet_id, l.remaining, COALESCE(booked.total, 0)
        FROM connects_lot l LEFT JOIN (
            SELECT lot_id, SUM(amount) AS total FROM connects_entry GROUP BY lot_id
        ) booked ON booked.lot_id = l.id
        WHERE l.remaining <> COALESCE(booked.total, 0) OR l.remaining < 0 OR l.remaining > l.granted
        """,
    ),
    Statement(
        "lot_opens_with_what_was_granted",
        _("A lot's opening entry is all that was granted, booked in its own wallet by a booking that issues lots."),
        "lot",
        """
        SELECT l.id, l.wallet_id, l.granted, COALESCE(CAST(e.amount AS text), 'no opening entry')
        FROM connects_lot l
        LEFT JOIN connects_transaction t ON t.id = l.opened_by_id AND t.wallet_id = l.wallet_id
            AND (t.kind IN ('grant', 'purchase') OR (t.kind = 'adjust' AND t.amount > 0))
        LEFT JOIN connects_entry e ON e.transaction_id = t.id AND e.lot_id = l.id
        WHERE e.id IS NULL OR e.amount <> l.granted
        """,
    ),
    Statement(
        "issuing_booking_opens_one_lot",
        _("Every grant, purchase and upward adjustment opened exactly one lot."),
        "transaction",
        """
        SELECT t.id, t.wallet_id, COUNT(l.id), 1
        FROM connects_transaction t LEFT JOIN connects_lot l ON l.opened_by_id = t.id
        WHERE t.kind IN ('grant', 'purchase') OR (t.kind = 'adjust' AND t.amount > 0)
        GROUP BY t.id, t.wallet_id HAVING COUNT(l.id) <> 1
        """,
    ),
    Statement(
        "booking_is_the_sum_of_its_entries",
        _("A booking's amount is the sum of its entries."),
        "transaction",
        """
        SELECT t.id, t.wallet_id, t.amount, COALESCE(booked.total, 0)
        FROM connects_transaction t LEFT JOIN (
            SELECT transaction_id, SUM(amount) AS total FROM connects_entry GROUP BY transaction_id
        ) booked ON booked.transaction_id = t.id
        WHERE t.amount <> COALESCE(booked.total, 0)
        """,
    ),
    Statement(
        "booking_tells_the_balance_after_it",
        _("A booking's balance after it is the sum of the wallet's bookings so far, never below zero."),
        "transaction",
        """
        SELECT id, wallet_id, balance_after, running
        FROM (
            SELECT id, wallet_id, balance_after, SUM(amount) OVER (PARTITION BY wallet_id ORDER BY id) AS running
            FROM connects_transaction
        ) told
        WHERE balance_after <> running OR balance_after < 0
        """,
    ),
    Statement(
        "entry_tells_the_balance_after_it",
        _("An entry's balance after it goes on from the booking before."),
        "entry",
        """
        SELECT id, wallet_id, balance_after, running
        FROM (
            SELECT e.id, t.wallet_id, e.balance_after, t.balance_after - t.amount
                + SUM(e.amount) OVER (PARTITION BY e.transaction_id ORDER BY e.id) AS running
            FROM connects_entry e JOIN connects_transaction t ON t.id = e.transaction_id
        ) told
        WHERE balance_after <> running
        """,
    ),
    Statement(
        "entry_moves_the_way_its_booking_does",
        _("An entry has its booking's sign, and its lot lies in the wallet of its booking."),
        "entry",
        """
        SELECT e.id, t.wallet_id, e.amount, 'the sign of ' || CAST(t.amount AS text)
        FROM connects_entry e JOIN connects_transaction t ON t.id = e.transaction_id
        WHERE e.amount = 0 OR (e.amount > 0) <> (t.amount > 0)
        """,
    ),
    Statement(
        "entry_stays_in_its_wallet",
        _("An entry's lot lies in the wallet of its booking."),
        "entry",
        """
        SELECT e.id, t.wallet_id, 'a lot of wallet ' || CAST(l.wallet_id AS text), t.wallet_id
        FROM connects_entry e
        JOIN connects_transaction t ON t.id = e.transaction_id
        JOIN connects_lot l ON l.id = e.lot_id
        WHERE l.wallet_id <> t.wallet_id
        """,
    ),
    Statement(
        "kind_moves_its_own_way",
        _(
            "Grants, purchases, refunds and returns give; spends, holds and expiries take; what takes "
            "back may also give."
        ),
        "transaction",
        """
        SELECT id, wallet_id, amount, 'the sign of ' || kind
        FROM connects_transaction
        WHERE amount = 0
            OR kind NOT IN ('grant', 'purchase', 'refund', 'return', 'spend', 'hold', 'expire', 'revoke', 'dispute',
                'adjust')
            OR (kind IN ('grant', 'purchase', 'refund', 'return') AND amount < 0)
            OR (kind IN ('spend', 'hold', 'expire') AND amount > 0)
        """,
    ),
    Statement(
        "refund_reverses_a_spend",
        _(
            "A refund names the spend or hold of the same wallet that it reverses, a return the hold; "
            "nothing else does."
        ),
        "transaction",
        """
        SELECT t.id, t.wallet_id, t.kind || ' of ' || COALESCE(s.kind, 'nothing'), 'refund of spend or return of hold'
        FROM connects_transaction t LEFT JOIN connects_transaction s ON s.id = t.reverses_id
        WHERE (t.kind IN ('refund', 'return') OR t.reverses_id IS NOT NULL)
            AND (s.id IS NULL OR s.wallet_id <> t.wallet_id OR NOT (
                (t.kind = 'refund' AND s.kind IN ('spend', 'hold')) OR (t.kind = 'return' AND s.kind = 'hold')))
        """,
    ),
    Statement(
        "refund_mirrors_its_spend",
        _("A refund puts back into each lot what its spend took from it."),
        "transaction",
        """
        SELECT mirror.id, MIN(t.wallet_id), 'lot ' || CAST(mirror.lot_id AS text) || ' off by '
            || CAST(SUM(mirror.amount) AS text), 'a mirror of its spend'
        FROM (
            SELECT t.id, e.lot_id, e.amount
            FROM connects_transaction t JOIN connects_entry e ON e.transaction_id = t.id
            WHERE t.reverses_id IS NOT NULL AND t.kind <> 'return'
            UNION ALL
            SELECT t.id, e.lot_id, e.amount
            FROM connects_transaction t JOIN connects_entry e ON e.transaction_id = t.reverses_id
            WHERE t.kind <> 'return'
        ) mirror JOIN connects_transaction t ON t.id = mirror.id
        GROUP BY mirror.id, mirror.lot_id HAVING SUM(mirror.amount) <> 0
        """,
    ),
    Statement(
        "spend_is_refunded_once",
        _("No spend is reversed twice."),
        "transaction",
        """
        SELECT reverses_id, MIN(wallet_id), COUNT(*), 1
        FROM connects_transaction WHERE reverses_id IS NOT NULL
        GROUP BY reverses_id HAVING COUNT(*) > 1
        """,
    ),
    Statement(
        "reference_books_once",
        _("No two bookings share a reference."),
        "transaction",
        """
        SELECT MIN(id), MIN(wallet_id), CAST(COUNT(*) AS text) || ' bookings under ' || reference, 1
        FROM connects_transaction GROUP BY reference HAVING COUNT(*) > 1
        """,
    ),
    Statement(
        "reference_says_what_was_booked",
        _(
            "A reference reads kind:number; an allowance's and an upgrade's name their own wallet, an "
            "expiry's its lot."
        ),
        "transaction",
        """
        SELECT t.id, t.wallet_id, t.reference, 'a reference of its own ' || t.kind
        FROM connects_transaction t
        WHERE t.reference NOT LIKE '_%:_%'
            OR (t.reference LIKE 'allowance:%'
                AND (t.kind <> 'grant' OR t.reference NOT LIKE 'allowance:' || CAST(t.wallet_id AS text) || ':_%'))
            OR (t.reference LIKE 'upgrade:%'
                AND (t.kind <> 'grant' OR t.reference NOT LIKE 'upgrade:' || CAST(t.wallet_id AS text) || ':_%'))
            OR (t.reference LIKE 'expire:%' AND t.kind <> 'expire')
            OR (t.kind = 'expire' AND NOT EXISTS (
                SELECT 1 FROM connects_entry e WHERE e.transaction_id = t.id
                    AND t.reference LIKE 'expire:' || CAST(e.lot_id AS text) || ':_%'))
        """,
    ),
)

HELD = (
    Statement(
        "held_grant_is_booked_when_released",
        _("A grant that waited for an operator is booked in its wallet if it was released, and else it is not."),
        "heldgrant",
        """
        SELECT h.id, h.wallet_id, h.state || ', ' || COALESCE(CAST(t.amount AS text), 'nothing') || ' booked',
            CASE WHEN h.state = 'released' THEN CAST(h.connects AS text) ELSE 'nothing' END || ' booked'
        FROM connects_heldgrant h
        LEFT JOIN connects_transaction t ON t.reference = h.reference AND t.wallet_id = h.wallet_id
        WHERE (h.state = 'released' AND (t.id IS NULL OR t.amount <> h.connects))
            OR (h.state <> 'released' AND t.id IS NOT NULL)
        """,
    ),
)

STATEMENTS = (*BOOKS, *HOLDS, *CLAIMS, *HELD)
UNSWEPT = "SELECT COUNT(*), COALESCE(SUM(remaining), 0) FROM connects_lot WHERE remaining > 0 AND expires_at <= %s"
