-- A campaign as bare statements: the rows that the sweep has just written, straight into the copies.
INSERT INTO bare_transaction SELECT * FROM connects_transaction WHERE id > %(mark)s;
INSERT INTO bare_lot SELECT * FROM connects_lot WHERE opened_by_id > %(mark)s;
INSERT INTO bare_entry SELECT * FROM connects_entry WHERE transaction_id > %(mark)s;
INSERT INTO bare_person SELECT * FROM billing_campaignperson WHERE id > (SELECT COALESCE(MAX(id), 0) FROM bare_person);
INSERT INTO bare_notice SELECT * FROM common_notice WHERE id > (SELECT COALESCE(MAX(id), 0) FROM bare_notice);
UPDATE bare_wallet SET balance = w.balance, next_expiry_at = w.next_expiry_at
FROM connects_wallet w WHERE w.id = bare_wallet.id AND w.balance <> bare_wallet.balance;
