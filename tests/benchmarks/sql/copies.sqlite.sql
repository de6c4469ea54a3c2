-- Copies of the books' tables are made from their own definitions; they begin with the rows that the books hold.
INSERT INTO bare_wallet SELECT * FROM connects_wallet;
INSERT INTO bare_transaction SELECT * FROM connects_transaction;
INSERT INTO bare_lot SELECT * FROM connects_lot;
INSERT INTO bare_entry SELECT * FROM connects_entry;
