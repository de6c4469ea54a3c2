-- Copies of the books' tables: the same columns, keys, checks and indexes, no trigger. One
-- set of them gets the foreign keys, too (foreign_keys.postgresql.sql). They begin with the rows that the books hold before the sweep.
CREATE TABLE bare_wallet (LIKE connects_wallet INCLUDING ALL);
CREATE TABLE bare_transaction (LIKE connects_transaction INCLUDING ALL);
CREATE TABLE bare_lot (LIKE connects_lot INCLUDING ALL);
CREATE TABLE bare_entry (LIKE connects_entry INCLUDING ALL);
INSERT INTO bare_wallet SELECT * FROM connects_wallet;
INSERT INTO bare_transaction SELECT * FROM connects_transaction;
INSERT INTO bare_lot SELECT * FROM connects_lot;
INSERT INTO bare_entry SELECT * FROM connects_entry;
