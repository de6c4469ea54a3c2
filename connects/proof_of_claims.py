"""The sentences about payments that turned: what was claimed, frozen, owed and paid agrees with the books."""

from django.utils.translation import gettext_noop as _

from connects.proof_statement import Statement

CLAIMS = (
    Statement(
        "wallet_owes_what_its_lots_owe",
        _("A wallet's debt is the sum of what its lots owe."),
        "wallet",
        """
        SELECT w.id, w.id, w.debt, COALESCE(owing.total, 0)
        FROM connects_wallet w LEFT JOIN (
            SELECT wallet_id, SUM(owed) AS total FROM connects_lot WHERE owed > 0 GROUP BY wallet_id
        ) owing ON owing.wallet_id = w.id
        WHERE w.debt <> COALESCE(owing.total, 0)
        """,
    ),
    Statement(
        "lot_owes_what_its_debt_entries_leave",
        _("What is owed for a lot is the sum of its debt entries."),
        "lot",
        """
        SELECT l.id, l.wallet_id, l.owed, COALESCE(told.total, 0)
        FROM connects_lot l LEFT JOIN (
            SELECT lot_id, SUM(amount) AS total FROM connects_debtentry GROUP BY lot_id
        ) told ON told.lot_id = l.id
        WHERE l.owed <> COALESCE(told.total, 0)
        """,
    ),
    Statement(
        "debt_entry_tells_the_debt_after_it",
        _("A debt entry's debt after it is the sum of the wallet's debt entries so far, never below zero."),
        "debtentry",
        """
        SELECT id, wallet_id, debt_after, debt
        FROM (
            SELECT id, wallet_id, debt_after, SUM(amount) OVER (PARTITION BY wallet_id ORDER BY id) AS debt
            FROM connects_debtentry
        ) told
        WHERE debt_after <> debt OR debt < 0
        """,
    ),
    Statement(
        "debt_is_paid_by_as_many_connects",
        _("What pays a debt moved as many Connects in its wallet: what came back, in its lot; a grant's, in another."),
        "debtentry",
        """
        SELECT d.id, d.wallet_id, d.amount, COALESCE(t.kind || ' of ' || CAST(t.amount AS text), 'no booking')
        FROM connects_debtentry d
        JOIN connects_lot l ON l.id = d.lot_id
        LEFT JOIN connects_transaction t ON t.id = d.transaction_id
        LEFT JOIN connects_entry e ON e.transaction_id = t.id
        WHERE l.wallet_id <> d.wallet_id
            OR (d.why IN ('taken_back', 'forgiven')) <> (d.transaction_id IS NULL)
            OR (t.id IS NOT NULL AND (
                t.kind <> 'revoke' OR t.amount <> d.amount OR t.wallet_id <> d.wallet_id OR e.id IS NULL
                OR (e.lot_id = d.lot_id) <> (d.why = 'returned')
            ))
        """,
    ),
    Statement(
        "lot_has_frozen_what_disputes_took",
        _("What a lot has frozen is what its disputes have booked out and not brought back."),
        "lot",
        """
        SELECT l.id, l.wallet_id, l.frozen, COALESCE(booked.total, 0)
        FROM connects_lot l LEFT JOIN (
            SELECT e.lot_id, -SUM(e.amount) AS total
            FROM connects_transaction t JOIN connects_entry e ON e.transaction_id = t.id
            WHERE t.kind = 'dispute' GROUP BY e.lot_id
        ) booked ON booked.lot_id = l.id
        WHERE l.frozen <> COALESCE(booked.total, 0)
        """,
    ),
    Statement(
        "lot_is_disputed_until_each_dispute_is_over",
        _("A lot is disputed exactly while more disputes of its payment have begun than ended."),
        "lot",
        """
        SELECT l.id, l.wallet_id, CASE WHEN l.disputed THEN 'disputed' ELSE 'undisputed' END,
            CAST(COALESCE(told.open, 0) AS text) || ' open'
        FROM connects_lot l LEFT JOIN (
            SELECT lot_id, SUM(CASE act WHEN 'freeze' THEN 1 WHEN 'unfreeze' THEN -1 ELSE 0 END) AS open
            FROM connects_claimentry GROUP BY lot_id
        ) told ON told.lot_id = l.id
        WHERE l.disputed <> (COALESCE(told.open, 0) > 0)
        """,
    ),
    Statement(
        "lot_is_claimed_as_last_told",
        _("What is claimed of a lot is what the latest claim said."),
        "lot",
        """
        SELECT l.id, l.wallet_id, l.claimed, COALESCE(told.total, 0)
        FROM connects_lot l LEFT JOIN (
            SELECT c.lot_id, c.total
            FROM connects_claimentry c JOIN (
                SELECT MAX(id) AS id FROM connects_claimentry WHERE act = 'claim' GROUP BY lot_id
            ) latest ON latest.id = c.id
        ) told ON told.lot_id = l.id
        WHERE l.claimed <> COALESCE(told.total, 0)
        """,
    ),
    Statement(
        "claimed_connects_are_accounted_for",
        _("Of what is claimed of a lot, each was revoked, is owed, was paid by a later grant, or had lapsed unused."),
        "lot",
        """
        SELECT l.id, l.wallet_id, l.claimed, CAST(COALESCE(back.total, 0) AS text) || ' revoked, '
            || CAST(l.owed AS text) || ' owed, ' || CAST(COALESCE(paid.total, 0) AS text) || ' paid, at most '
            || CAST(COALESCE(gone.total, 0) AS text) || ' lapsed'
        FROM connects_lot l
        LEFT JOIN (
            SELECT e.lot_id, -SUM(e.amount) AS total
            FROM connects_transaction t JOIN connects_entry e ON e.transaction_id = t.id
            LEFT JOIN connects_debtentry d ON d.transaction_id = t.id AND d.why IN ('paid', 'unpaid')
            WHERE t.kind = 'revoke' AND d.id IS NULL GROUP BY e.lot_id
        ) back ON back.lot_id = l.id
        LEFT JOIN (
            SELECT lot_id, -SUM(amount) AS total
            FROM connects_debtentry WHERE why IN ('paid', 'unpaid') GROUP BY lot_id
        ) paid ON paid.lot_id = l.id
        LEFT JOIN (
            SELECT e.lot_id, -SUM(e.amount) AS total
            FROM connects_lot claimed JOIN connects_entry e ON e.lot_id = claimed.id
            JOIN connects_transaction t ON t.id = e.transaction_id AND t.kind = 'expire'
            WHERE claimed.claimed > 0 GROUP BY e.lot_id
        ) gone ON gone.lot_id = l.id
        WHERE l.claimed - l.owed - COALESCE(paid.total, 0) - COALESCE(back.total, 0)
            NOT BETWEEN 0 AND COALESCE(gone.total, 0)
        """,
    ),
    Statement(
        "lot_in_question_holds_nothing",
        _("A lot that is owed for, or whose payment is disputed, holds nothing that could be spent."),
        "lot",
        """
        SELECT l.id, l.wallet_id, l.remaining, 0
        FROM connects_lot l
        WHERE (l.owed > 0 AND l.remaining + l.frozen > 0) OR (l.disputed AND l.remaining > 0)
        """,
    ),
)
