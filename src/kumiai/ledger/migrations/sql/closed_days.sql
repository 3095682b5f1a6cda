-- A sealed day stays sealed: no entry joins it afterwards, and days are closed in order.
CREATE FUNCTION ledger_refuse_closed_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    late record;
BEGIN
    SELECT added.id, added.business_date INTO late
    FROM added
    CROSS JOIN LATERAL (
        SELECT business_date
        FROM ledger_dayclose
        WHERE coop_id = added.coop_id
        ORDER BY business_date DESC
        LIMIT 1
    ) AS closed
    WHERE added.business_date <= closed.business_date
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % is for %, a day that is already closed',
            late.id, late.business_date USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER closed_days AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_closed_day();

CREATE FUNCTION ledger_close_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM ledger_dayclose
        WHERE coop_id = NEW.coop_id AND business_date >= NEW.business_date
    ) THEN
        RAISE EXCEPTION 'days of co-op % are closed in order', NEW.coop_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER close_in_order BEFORE INSERT ON ledger_dayclose
    FOR EACH ROW EXECUTE FUNCTION ledger_close_in_order();
