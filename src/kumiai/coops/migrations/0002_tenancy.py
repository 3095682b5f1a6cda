"""What the models cannot say: rows point within their co-op only, and acts are never rewritten."""

from django.db import migrations

COMPOSITE_KEYS = """
ALTER TABLE coops_terminal ADD CONSTRAINT terminal_store_of_coop
    FOREIGN KEY (coop_id, store_id) REFERENCES coops_store (coop_id, id);
ALTER TABLE coops_terminalkey ADD CONSTRAINT terminal_key_terminal_of_coop
    FOREIGN KEY (coop_id, terminal_id) REFERENCES coops_terminal (coop_id, id);
"""
DROP_COMPOSITE_KEYS = """
ALTER TABLE coops_terminalkey DROP CONSTRAINT terminal_key_terminal_of_coop;
ALTER TABLE coops_terminal DROP CONSTRAINT terminal_store_of_coop;
"""

DIGEST_LENGTH = """
ALTER TABLE coops_terminalkey ADD CONSTRAINT terminal_key_digest
    CHECK (octet_length(digest) = 32);
"""
DROP_DIGEST_LENGTH = "ALTER TABLE coops_terminalkey DROP CONSTRAINT terminal_key_digest;"

APPEND_ONLY = """
CREATE FUNCTION coops_staffact_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'coops_staffact is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER staff_act_append_only BEFORE UPDATE OR DELETE ON coops_staffact
    FOR EACH ROW EXECUTE FUNCTION coops_staffact_refuse();
"""
DROP_APPEND_ONLY = """
DROP TRIGGER staff_act_append_only ON coops_staffact;
DROP FUNCTION coops_staffact_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("coops", "0001_initial")]

    operations = [
        migrations.RunSQL(COMPOSITE_KEYS, DROP_COMPOSITE_KEYS),
        migrations.RunSQL(DIGEST_LENGTH, DROP_DIGEST_LENGTH),
        migrations.RunSQL(APPEND_ONLY, DROP_APPEND_ONLY),
    ]
