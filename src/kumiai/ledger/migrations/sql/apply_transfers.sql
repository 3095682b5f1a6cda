-- A purse is always equal to its transfers, because inserting transfers is what moves it. Each
-- transfer must carry the next version of its purse and the balance that follows; the whole
-- statement is checked and applied at once, however many transfers it brings.
--
-- The entry and both accounts must exist in the transfer's own co-op, the accounts in its unit:
-- money never crosses co-ops and points never mix with yen. This does for the whole statement what
-- three composite foreign keys do row by row; entries and accounts are never removed and keep
-- co-op and unit, so it stays true.
CREATE OR REPLACE FUNCTION ledger_apply_transfers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    SELECT moved.entry_id, moved.position, moved.is_stray INTO wrong
    FROM (
        SELECT added.*, entry.id IS NULL AS is_stray,
            debit.id IS NULL OR credit.id IS NULL
                OR (debit.version IS NOT NULL AND credit.version IS NOT NULL)
                OR (debit.version IS NOT NULL) <> (added.purse_id IS NOT DISTINCT FROM debit.id)
                OR (credit.version IS NOT NULL) <> (added.purse_id IS NOT DISTINCT FROM credit.id)
                -- A check constraint lets through what compares with null.
                OR num_nulls(added.purse_id, added.purse_version, added.purse_balance) IN (1, 2)
                AS is_misplaced,
            coalesce(debit.version, credit.version) + row_number() OVER versions AS version_due,
            coalesce(debit.balance, credit.balance) + sum(
                -- A purse is what the co-op owes, so credits raise it; a debt is the reverse.
                CASE WHEN CASE WHEN credit.version IS NOT NULL
                    THEN credit.kind <> 'DEBT' ELSE debit.kind = 'DEBT' END
                THEN added.amount ELSE -added.amount END
            ) OVER versions AS balance_due,
            coalesce(lag(added.posted_at) OVER versions, debit.posted_at, credit.posted_at)
                AS posted_before
        FROM added
        LEFT JOIN ledger_entry AS entry
            ON entry.id = added.entry_id AND entry.coop_id = added.coop_id
        LEFT JOIN ledger_account AS debit
            ON debit.id = added.debit_account_id
            AND debit.coop_id = added.coop_id AND debit.unit = added.unit
        LEFT JOIN ledger_account AS credit
            ON credit.id = added.credit_account_id
            AND credit.coop_id = added.coop_id AND credit.unit = added.unit
        WINDOW versions AS (PARTITION BY added.purse_id ORDER BY added.purse_version)
    ) AS moved
    WHERE moved.is_stray OR moved.is_misplaced OR (
        moved.purse_id IS NOT NULL AND (
            moved.purse_version <> moved.version_due
            OR moved.purse_balance <> moved.balance_due
            OR moved.posted_at < moved.posted_before))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING
            MESSAGE = format('transfer %s of entry %s needs its entry, two accounts of its co-op'
                ' and unit, at most one a purse, and to follow from that purse',
                wrong.position, wrong.entry_id),
            ERRCODE = CASE WHEN wrong.is_stray
                THEN 'foreign_key_violation' ELSE 'integrity_constraint_violation' END;
    END IF;

    UPDATE ledger_account AS purse
    SET balance = latest.purse_balance,
        version = latest.purse_version,
        posted_at = latest.posted_at
    FROM (
        SELECT DISTINCT ON (added.purse_id)
            added.purse_id, added.purse_balance, added.purse_version, added.posted_at
        FROM added WHERE added.purse_id IS NOT NULL
        ORDER BY added.purse_id, added.purse_version DESC
    ) AS latest
    WHERE purse.id = latest.purse_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER apply_transfers AFTER INSERT ON ledger_transfer
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_apply_transfers();
