"""What waits and what was handed over belong to entries of their co-op, checked a statement at a time."""

from django.db import migrations

TRIGGERS = """
ALTER TABLE wallet_uncollected DROP CONSTRAINT IF EXISTS wallet_uncollected_entry;
CREATE TRIGGER belongs AFTER INSERT ON wallet_uncollected
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_part_of_no_entry();
ALTER TABLE wallet_collectedpart DROP CONSTRAINT IF EXISTS wallet_collectedpart_entry;
CREATE TRIGGER belongs AFTER INSERT ON wallet_collectedpart
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_part_of_no_entry();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0002_tenancy"),
        ("ledger", "0003_keys_by_statement"),
    ]
    run_before = [("ledger", "0004_entries_by_id")]
    operations = [migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop)]
