-- Money never crosses co-ops: what belongs together is referenced together with its co-op. The
-- accounts of transfers are checked a statement at a time, in apply_transfers.sql, and what all
-- tills of a co-op share in belongs.sql.
ALTER TABLE ledger_account
    ADD CONSTRAINT ledger_account_coop FOREIGN KEY (coop_id) REFERENCES coops_coop (id);

ALTER TABLE ledger_entry
    ADD CONSTRAINT ledger_entry_request FOREIGN KEY (id) REFERENCES ledger_request (id),
    ADD CONSTRAINT ledger_entry_original
        FOREIGN KEY (reverses_id, coop_id) REFERENCES ledger_entry (id, coop_id);

ALTER TABLE ledger_transfer
    ADD CONSTRAINT ledger_transfer_entry
        FOREIGN KEY (entry_id, coop_id) REFERENCES ledger_entry (id, coop_id);

ALTER TABLE ledger_dayclose
    ADD CONSTRAINT ledger_dayclose_coop FOREIGN KEY (coop_id) REFERENCES coops_coop (id);
