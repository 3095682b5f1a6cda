"""A slip stays within its co-op: composite keys with the co-op."""

from django.db import migrations

KEYS = """
ALTER TABLE slips_slippayment
    ADD CONSTRAINT slips_payment_holder
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("slips", "0001_initial"),
        ("ledger", "0002_what_the_database_holds"),
        ("members", "0002_tenancy"),
    ]
    operations = [migrations.RunSQL(KEYS, migrations.RunSQL.noop)]
