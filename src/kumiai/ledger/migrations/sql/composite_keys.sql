-- Money never crosses co-ops: what belongs together is referenced together with its co-op. The
-- accounts of transfers are checked a statement at a time, in apply_transfers.sql.
ALTER TABLE ledger_account
    ADD CONSTRAINT ledger_account_coop FOREIGN KEY (coop_id) REFERENCES coops_coop (id);

ALTER TABLE ledger_entry
    ADD CONSTRAINT ledger_entry_request FOREIGN KEY (id) REFERENCES ledger_request (id),
    ADD CONSTRAINT ledger_entry_coop_of FOREIGN KEY (coop_id) REFERENCES coops_coop (id),
    ADD CONSTRAINT ledger_entry_terminal
        FOREIGN KEY (coop_id, terminal_id) REFERENCES coops_terminal (coop_id, id),
    ADD CONSTRAINT ledger_entry_original
        FOREIGN KEY (reverses_id, coop_id) REFERENCES ledger_entry (id, coop_id);

ALTER TABLE ledger_transfer
    ADD CONSTRAINT ledger_transfer_entry
        FOREIGN KEY (entry_id, coop_id) REFERENCES ledger_entry (id, coop_id);

ALTER TABLE ledger_dayclose
    ADD CONSTRAINT ledger_dayclose_coop FOREIGN KEY (coop_id) REFERENCES coops_coop (id);
