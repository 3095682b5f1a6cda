-- Money never crosses co-ops and points never mix with yen: both sides of a transfer are
-- referenced together with its co-op and its unit.
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
        FOREIGN KEY (entry_id, coop_id) REFERENCES ledger_entry (id, coop_id),
    ADD CONSTRAINT ledger_transfer_debit
        FOREIGN KEY (debit_account_id, coop_id, unit)
        REFERENCES ledger_account (id, coop_id, unit),
    ADD CONSTRAINT ledger_transfer_credit
        FOREIGN KEY (credit_account_id, coop_id, unit)
        REFERENCES ledger_account (id, coop_id, unit);

ALTER TABLE ledger_dayclose
    ADD CONSTRAINT ledger_dayclose_coop FOREIGN KEY (coop_id) REFERENCES coops_coop (id);
