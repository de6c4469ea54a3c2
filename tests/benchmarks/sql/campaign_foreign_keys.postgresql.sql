-- Their foreign keys, as the tables have them.
ALTER TABLE bare_person ADD FOREIGN KEY (person_id) REFERENCES accounts_user DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE bare_person ADD FOREIGN KEY (campaign_id) REFERENCES billing_campaign DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE bare_notice ADD FOREIGN KEY (person_id) REFERENCES accounts_user DEFERRABLE INITIALLY DEFERRED;
