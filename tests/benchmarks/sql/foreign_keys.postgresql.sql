-- The foreign keys of the books' tables, as they have them. The baseline is measured without them, too.
ALTER TABLE bare_transaction ADD FOREIGN KEY (wallet_id) REFERENCES bare_wallet DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE bare_transaction ADD FOREIGN KEY (reverses_id) REFERENCES bare_transaction DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE bare_lot ADD FOREIGN KEY (wallet_id) REFERENCES bare_wallet DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE bare_lot ADD FOREIGN KEY (opened_by_id) REFERENCES bare_transaction DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE bare_entry ADD FOREIGN KEY (transaction_id) REFERENCES bare_transaction DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE bare_entry ADD FOREIGN KEY (lot_id) REFERENCES bare_lot DEFERRABLE INITIALLY DEFERRED;
