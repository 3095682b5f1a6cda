-- A file is kept as it was received; it goes from received to working to done, or is discarded
-- before anything was done with it.
CREATE OR REPLACE FUNCTION slips_refuse_other_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.coop_id, OLD.kind, OLD.name, OLD.digest, OLD.received_at, OLD.rows, OLD.deposits,
            OLD.total_yen)
        IS DISTINCT FROM (NEW.coop_id, NEW.kind, NEW.name, NEW.digest, NEW.received_at, NEW.rows,
            NEW.deposits, NEW.total_yen)
        OR NEW.worked < OLD.worked
        OR (OLD.state <> NEW.state AND OLD.state || ' ' || NEW.state NOT IN (
            'received working', 'received discarded', 'working done'))
    THEN
        RAISE EXCEPTION 'file % is kept as it was received', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION slips_refuse_other_bytes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'file % is kept as it was received', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER ways BEFORE UPDATE ON slips_bankfile
    FOR EACH ROW EXECUTE FUNCTION slips_refuse_other_file();
CREATE TRIGGER bytes BEFORE UPDATE OF raw ON slips_bankfile
    FOR EACH ROW EXECUTE FUNCTION slips_refuse_other_bytes();
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON slips_bankfile
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
