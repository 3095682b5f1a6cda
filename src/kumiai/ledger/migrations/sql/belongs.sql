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
    WHERE request.id IS NULL
       OR (added.reverses_id IS NOT NULL AND NOT EXISTS (
           SELECT FROM ledger_entry AS original
           WHERE original.id = added.reverses_id AND original.coop_id = added.coop_id))
    LIMIT 1;
    IF NOT FOUND THEN
        -- Few co-ops and terminals make the many entries of a statement: each is looked up once.
        SELECT maker.id INTO stray
        FROM (
            SELECT DISTINCT ON (added.coop_id, added.terminal_id)
                added.id, added.coop_id, added.terminal_id
            FROM added
            ORDER BY added.coop_id, added.terminal_id
        ) AS maker
        LEFT JOIN coops_coop AS coop ON coop.id = maker.coop_id
        LEFT JOIN coops_terminal AS terminal
            ON terminal.coop_id = maker.coop_id AND terminal.id = maker.terminal_id
        WHERE coop.id IS NULL OR (maker.terminal_id IS NOT NULL AND terminal.id IS NULL)
        LIMIT 1;
    END IF;
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
