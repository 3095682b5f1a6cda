-- An entry belongs to a co-op that exists and, if a terminal made it, to a terminal of that co-op.
-- A foreign key would lock the one row of co-op and terminal at every payment, and two servers
-- locking it at once cost more than the payment; so a statement is checked at a time, without
-- locks. Terminals are never removed, only revoked.
CREATE FUNCTION ledger_refuse_stray_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stray record;
BEGIN
    SELECT added.id INTO stray
    FROM added
    LEFT JOIN coops_coop AS coop ON coop.id = added.coop_id
    LEFT JOIN coops_terminal AS terminal
        ON terminal.coop_id = added.coop_id AND terminal.id = added.terminal_id
    WHERE coop.id IS NULL OR (added.terminal_id IS NOT NULL AND terminal.id IS NULL)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % is of no co-op or of no terminal of its co-op', stray.id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER belongs AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_stray_entry();
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON coops_terminal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
