-- The same on SQLite, which has no round trips to save: the four rows, one statement each.
BEGIN IMMEDIATE;
SELECT balance FROM connects_wallet WHERE id = :wallet;
INSERT INTO connects_transaction (
    wallet_id, kind, reference, amount, balance_after, cause, reason, effective_at, recorded_at
) VALUES (:wallet, 'spend', :reference, -6, :balance - 6, :reference, '', datetime('now'), datetime('now'));
INSERT INTO connects_entry (transaction_id, lot_id, amount, balance_after)
SELECT last_insert_rowid(), id, -6, :balance - 6 FROM connects_lot
WHERE wallet_id = :wallet AND remaining >= 6 ORDER BY expires_at, id LIMIT 1;
UPDATE connects_lot SET remaining = remaining - 6
WHERE id = (SELECT lot_id FROM connects_entry WHERE id = last_insert_rowid());
UPDATE connects_wallet SET balance = balance - 6 WHERE id = :wallet;
COMMIT;
