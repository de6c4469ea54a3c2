-- A proposal's spend as one raw transaction: the rows that ours writes, in as few round trips as a transaction with a
-- lock allows, and nothing else: no reference looked up first, no lot shared between spends, no expiry.
BEGIN;
SELECT balance FROM connects_wallet WHERE id = %(wallet)s FOR NO KEY UPDATE;
WITH booked AS (
    INSERT INTO connects_transaction (
        wallet_id, kind, reference, amount, balance_after, cause, reason, effective_at, recorded_at
    ) VALUES (%(wallet)s, 'spend', %(reference)s, -6, %(balance)s - 6, %(reference)s, '', now(), now())
    RETURNING id
), lot AS (
    UPDATE connects_lot SET remaining = remaining - 6 WHERE id = (
        SELECT id FROM connects_lot WHERE wallet_id = %(wallet)s AND remaining >= 6 ORDER BY expires_at, id LIMIT 1
    ) RETURNING id
), entry AS (
    INSERT INTO connects_entry (transaction_id, lot_id, amount, balance_after)
    SELECT booked.id, lot.id, -6, %(balance)s - 6 FROM booked, lot
)
UPDATE connects_wallet SET balance = balance - 6 WHERE id = %(wallet)s;
COMMIT;
