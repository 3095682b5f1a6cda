-- A deposit stays within its co-op: composite keys with the co-op.
ALTER TABLE slips_deposit
    ADD CONSTRAINT deposit_of_file
        FOREIGN KEY (coop_id, file_id) REFERENCES slips_bankfile (coop_id, id),
    ADD CONSTRAINT deposit_of_member
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id),
    ADD CONSTRAINT deposit_of_original
        FOREIGN KEY (coop_id, original_id) REFERENCES slips_deposit (coop_id, id);
ALTER TABLE slips_slippayment
    ADD CONSTRAINT slips_payment_of_deposit
        FOREIGN KEY (coop_id, deposit_id) REFERENCES slips_deposit (coop_id, id);
