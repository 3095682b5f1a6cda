"""What waits stays within its co-op: composite keys with the co-op."""

from django.db import migrations

KEYS = """
ALTER TABLE wallet_uncollected
    ADD CONSTRAINT wallet_uncollected_holder
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE wallet_collectedpart
    ADD CONSTRAINT wallet_collectedpart_of
        FOREIGN KEY (uncollected_id, coop_id) REFERENCES wallet_uncollected (entry_id, coop_id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0001_initial"),
        ("ledger", "0002_what_the_database_holds"),
        ("members", "0002_tenancy"),
    ]
    operations = [migrations.RunSQL(KEYS, migrations.RunSQL.noop)]
