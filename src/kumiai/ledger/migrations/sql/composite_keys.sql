-- Money never crosses co-ops. What belongs to an entry, an account or a terminal is checked a
-- statement at a time: see belongs.sql, parts.sql and apply_transfers.sql.
ALTER TABLE ledger_account
    ADD CONSTRAINT ledger_account_coop FOREIGN KEY (coop_id) REFERENCES coops_coop (id);

ALTER TABLE ledger_dayclose
    ADD CONSTRAINT ledger_dayclose_coop FOREIGN KEY (coop_id) REFERENCES coops_coop (id);
