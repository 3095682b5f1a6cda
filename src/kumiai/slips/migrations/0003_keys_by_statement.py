"""Payments of slips belong to entries of their co-op, checked a statement at a time."""

from django.db import migrations

TRIGGERS = """
ALTER TABLE slips_slippayment DROP CONSTRAINT IF EXISTS slips_payment_entry;
CREATE TRIGGER belongs AFTER INSERT ON slips_slippayment
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_part_of_no_entry();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("slips", "0002_tenancy"),
        ("ledger", "0003_keys_by_statement"),
    ]
    run_before = [("ledger", "0004_entries_by_id")]
    operations = [migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop)]
