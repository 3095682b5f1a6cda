"""Nothing refers to entries by id and co-op any more: the second index on their id can go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_keys_by_statement")]
    operations = [migrations.RemoveConstraint("entry", "ledger_entry_coop")]
