-- What a room writes beside an entry (a purchase, what waits, a meal) belongs to an entry of its
-- co-op. For any table with an entry_id and a coop_id: a statement is checked at a time, as in
-- belongs.sql and for the same reason.
CREATE OR REPLACE FUNCTION ledger_refuse_part_of_no_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stray record;
BEGIN
    SELECT added.entry_id INTO stray
    FROM added
    LEFT JOIN ledger_entry AS entry
        ON entry.id = added.entry_id AND entry.coop_id = added.coop_id
    WHERE entry.id IS NULL
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a row of % is of entry %, which is not there in its co-op',
            TG_TABLE_NAME, stray.entry_id USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
