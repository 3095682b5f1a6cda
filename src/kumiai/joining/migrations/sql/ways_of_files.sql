-- A member file is kept as it was received. It is read, ordered and worked off, or given up before.
CREATE OR REPLACE FUNCTION joining_refuse_other_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.coop_id, OLD.name, OLD.digest, OLD.received_at, OLD.by_kind, OLD.by_id, OLD.rows)
        IS DISTINCT FROM (NEW.coop_id, NEW.name, NEW.digest, NEW.received_at, NEW.by_kind,
            NEW.by_id, NEW.rows)
        OR NEW.worked < OLD.worked
        OR (OLD.state <> NEW.state AND OLD.state || ' ' || NEW.state NOT IN (
            'reading received', 'reading unchanged', 'reading refused', 'reading discarded',
            'received working', 'received discarded', 'refused working',
            'working done', 'working stopped'))
    THEN
        RAISE EXCEPTION 'member file % is kept as it was received', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION joining_refuse_other_bytes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'member file % is kept as it was received', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER ways BEFORE UPDATE ON joining_keptmemberfile
    FOR EACH ROW EXECUTE FUNCTION joining_refuse_other_file();
CREATE TRIGGER bytes BEFORE UPDATE OF raw ON joining_keptmemberfile
    FOR EACH ROW EXECUTE FUNCTION joining_refuse_other_bytes();
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON joining_keptmemberfile
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
