"""A member leaves, but the row stays: purchases refer to it without a foreign key."""

from django.db import migrations

NEVER_REMOVED = """
CREATE FUNCTION members_refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'members are never removed: they leave' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON members_member
    FOR EACH STATEMENT EXECUTE FUNCTION members_refuse_removal();
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0002_tenancy")]
    operations = [migrations.RunSQL(NEVER_REMOVED, migrations.RunSQL.noop)]
