"""The sentence by which the auction is part of the proof of the books: what a bid says is what its wallet says."""

from connects.proof_statement import Statement

BOOSTS = Statement(
    "boost_agrees_with_its_hold",
    "A boost is held, spent or returned as its hold is, for as many Connects, in the same wallet.",
    "boost",
    """
    SELECT b.id, b.wallet_id, b.state || ', ' || CAST(b.connects AS text),
        COALESCE(ends.how, CASE WHEN h.id IS NULL THEN 'no hold' ELSE 'held' END) || ', '
            || CAST(COALESCE(booked.held, 0) AS text)
    FROM proposals_boost b
    LEFT JOIN connects_hold h ON h.reference = 'boost:' || CAST(b.id AS text)
    LEFT JOIN connects_holdend ends ON ends.hold_id = h.id
    LEFT JOIN (
        SELECT p.hold_id, -SUM(t.amount) AS held
        FROM connects_holdpart p JOIN connects_transaction t ON t.id = p.transaction_id
        GROUP BY p.hold_id
    ) booked ON booked.hold_id = h.id
    WHERE h.id IS NULL OR h.wallet_id <> b.wallet_id OR booked.held IS NULL OR booked.held <> b.connects
        OR COALESCE(ends.how, 'held') <> CASE b.state WHEN 'spent' THEN 'captured' ELSE b.state END
    """,
)
