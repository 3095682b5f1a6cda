-- An entry belongs to a request and to a co-op; if a terminal made it, to a terminal of that co-op;
-- if it reverses another, to an entry of that co-op. Foreign keys would do the same row by row:
-- each writes a lock into the row it refers to, and where all tills share that row, two servers
-- locking it at once cost more than the payment. So a statement is checked at a time, without
-- locks; what is referred to is never removed.
CREATE OR REPLACE FUNCTION ledger_refuse_stray_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stray record;
BEGIN
    SELECT added.id INTO stray
    FROM added
    LEFT JOIN ledger_request AS request ON request.id = added.id
    LEFT JOIN coops_coop AS coop ON coop.id = added.coop_id
    LEFT JOIN coops_terminal AS terminal
        ON terminal.coop_id = added.coop_id AND terminal.id = added.terminal_id
    LEFT JOIN ledger_entry AS original
        ON original.id = added.reverses_id AND original.coop_id = added.coop_id
    WHERE request.id IS NULL OR coop.id IS NULL
       OR (added.terminal_id IS NOT NULL AND terminal.id IS NULL)
       OR (added.reverses_id IS NOT NULL AND original.id IS NULL)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION
            'entry % is of no request or co-op, or of a terminal or original of no such co-op',
            stray.id USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER belongs AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_stray_entry();
CREATE OR REPLACE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON coops_terminal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
