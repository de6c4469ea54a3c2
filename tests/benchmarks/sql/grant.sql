-- A month's grants as bare statements: the rows that the sweep has just written, straight into the copies.
INSERT INTO bare_transaction SELECT * FROM connects_transaction WHERE id > %(mark)s;
INSERT INTO bare_lot SELECT * FROM connects_lot WHERE opened_by_id > %(mark)s;
INSERT INTO bare_entry SELECT * FROM connects_entry WHERE transaction_id > %(mark)s;
UPDATE bare_wallet SET balance = w.balance, period = w.period, next_period_at = w.next_period_at,
    next_expiry_at = w.next_expiry_at
FROM connects_wallet w WHERE w.id = bare_wallet.id AND w.period <> bare_wallet.period;
