"""The sentences about holds: what was held is captured, returned or still open, and each hold ends once."""

from django.utils.translation import gettext_noop as _

from connects.proof_statement import Statement

HOLDS = (
    Statement(
        "held_is_captured_returned_or_open",
        _("What was held is captured, returned whole or still open; only what was captured is ever refunded."),
        "hold",
        """
        SELECT h.id, h.wallet_id, CAST(COALESCE(booked.held, 0) AS text) || ' held, '
            || CAST(COALESCE(booked.returned, 0) AS text) || ' returned, '
            || CAST(COALESCE(booked.refunded, 0) AS text) || ' refunded', COALESCE(e.how, 'open')
        FROM connects_hold h
        LEFT JOIN connects_holdend e ON e.hold_id = h.id
        LEFT JOIN (
            SELECT p.hold_id, -SUM(t.amount) AS held,
                SUM(CASE WHEN back.kind = 'return' THEN back.amount ELSE 0 END) AS returned,
                SUM(CASE WHEN back.kind = 'refund' THEN back.amount ELSE 0 END) AS refunded
            FROM connects_holdpart p JOIN connects_transaction t ON t.id = p.transaction_id
            LEFT JOIN connects_transaction back ON back.reverses_id = t.id
            GROUP BY p.hold_id
        ) booked ON booked.hold_id = h.id
        WHERE COALESCE(booked.held, 0) <= 0
            OR (COALESCE(e.how, '') = 'returned' AND (booked.returned <> booked.held OR booked.refunded <> 0))
            OR (COALESCE(e.how, '') = 'captured'
                AND (booked.returned <> 0 OR booked.refunded NOT IN (0, booked.held)))
            OR (COALESCE(e.how, '') NOT IN ('returned', 'captured')
                AND (e.id IS NOT NULL OR booked.returned <> 0 OR booked.refunded <> 0))
        """,
    ),
    Statement(
        "held_booking_is_part_of_one_hold",
        _("A booking that holds, and no other, is a part of exactly one hold, of its own wallet."),
        "transaction",
        """
        SELECT t.id, t.wallet_id, t.kind || ' in ' || CAST(COUNT(h.id) AS text) || ' holds', 'a hold in one'
        FROM connects_transaction t
        LEFT JOIN connects_holdpart p ON p.transaction_id = t.id
        LEFT JOIN connects_hold h ON h.id = p.hold_id AND h.wallet_id = t.wallet_id
        WHERE t.kind = 'hold' OR p.id IS NOT NULL
        GROUP BY t.id, t.wallet_id, t.kind HAVING t.kind <> 'hold' OR COUNT(h.id) <> 1
        """,
    ),
    Statement(
        "return_mirrors_its_hold",
        _("A return puts back into each lot what its hold took from it."),
        "transaction",
        """
        SELECT mirror.id, MIN(mirror.wallet_id), 'lot ' || CAST(mirror.lot_id AS text) || ' off by '
            || CAST(SUM(mirror.amount) AS text), 'a mirror of its hold'
        FROM (
            SELECT t.id, t.wallet_id, e.lot_id, e.amount
            FROM connects_transaction t JOIN connects_entry e ON e.transaction_id = t.id
            WHERE t.kind = 'return'
            UNION ALL
            SELECT t.id, t.wallet_id, e.lot_id, e.amount
            FROM connects_transaction t JOIN connects_entry e ON e.transaction_id = t.reverses_id
            WHERE t.kind = 'return'
        ) mirror
        GROUP BY mirror.id, mirror.lot_id HAVING SUM(mirror.amount) <> 0
        """,
    ),
    Statement(
        "hold_ends_once",
        _("No hold ends twice."),
        "hold",
        """
        SELECT e.hold_id, MIN(h.wallet_id), COUNT(*), 1
        FROM connects_holdend e LEFT JOIN connects_hold h ON h.id = e.hold_id
        GROUP BY e.hold_id HAVING COUNT(*) > 1
        """,
    ),
)
