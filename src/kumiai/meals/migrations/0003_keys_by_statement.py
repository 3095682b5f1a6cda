"""Uses of meal cards belong to entries of their co-op, checked a statement at a time."""

from django.db import migrations

TRIGGERS = """
ALTER TABLE meals_mealuse DROP CONSTRAINT IF EXISTS meals_mealuse_entry;
CREATE TRIGGER belongs AFTER INSERT ON meals_mealuse
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_part_of_no_entry();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("meals", "0002_tenancy"),
        ("ledger", "0003_keys_by_statement"),
    ]
    run_before = [("ledger", "0004_entries_by_id")]
    operations = [migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop)]
