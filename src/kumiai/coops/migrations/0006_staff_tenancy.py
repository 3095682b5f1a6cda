"""What the models cannot say of staff: within their co-op only, asked once and decided once."""

from django.db import migrations

KEYS = """
ALTER TABLE coops_approval ADD CONSTRAINT approval_asked_by_of_coop
    FOREIGN KEY (coop_id, asked_by_id) REFERENCES coops_staff (coop_id, id);
ALTER TABLE coops_approval ADD CONSTRAINT approval_decided_by_of_coop
    FOREIGN KEY (coop_id, decided_by_id) REFERENCES coops_staff (coop_id, id);
"""
DROP_KEYS = """
ALTER TABLE coops_approval DROP CONSTRAINT approval_decided_by_of_coop;
ALTER TABLE coops_approval DROP CONSTRAINT approval_asked_by_of_coop;
"""

DECIDED_ONCE = """
CREATE FUNCTION coops_approval_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND OLD.decided_at IS NULL
        AND (NEW.id, NEW.coop_id, NEW.kind, NEW.subject, NEW.details, NEW.reason)
            = (OLD.id, OLD.coop_id, OLD.kind, OLD.subject, OLD.details, OLD.reason)
        AND (NEW.asked_by_id, NEW.asked_at) = (OLD.asked_by_id, OLD.asked_at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'coops_approval is decided once and never changed'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER approval_decided_once BEFORE UPDATE OR DELETE ON coops_approval
    FOR EACH ROW EXECUTE FUNCTION coops_approval_refuse();
CREATE TRIGGER approval_kept BEFORE TRUNCATE ON coops_approval
    FOR EACH STATEMENT EXECUTE FUNCTION coops_approval_refuse();
CREATE TRIGGER staff_act_kept BEFORE TRUNCATE ON coops_staffact
    FOR EACH STATEMENT EXECUTE FUNCTION coops_staffact_refuse();
"""
DROP_DECIDED_ONCE = """
DROP TRIGGER staff_act_kept ON coops_staffact;
DROP TRIGGER approval_kept ON coops_approval;
DROP TRIGGER approval_decided_once ON coops_approval;
DROP FUNCTION coops_approval_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("coops", "0005_staff")]

    operations = [
        migrations.RunSQL(KEYS, DROP_KEYS),
        migrations.RunSQL(DECIDED_ONCE, DROP_DECIDED_ONCE),
    ]
