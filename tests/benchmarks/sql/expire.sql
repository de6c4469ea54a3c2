-- An expiry as bare statements: the rows that the sweep has just written and changed, straight into the copies.
INSERT INTO bare_transaction SELECT * FROM connects_transaction WHERE id > %(mark)s;
INSERT INTO bare_entry SELECT * FROM connects_entry WHERE transaction_id > %(mark)s;
UPDATE bare_lot SET remaining = l.remaining, lapses = l.lapses
FROM connects_lot l WHERE l.id = bare_lot.id AND l.lapses <> bare_lot.lapses;
UPDATE bare_wallet SET balance = w.balance, next_expiry_at = w.next_expiry_at
FROM connects_wallet w WHERE w.id = bare_wallet.id AND w.balance <> bare_wallet.balance;
