"""Foreign keys between rows of payments give way to statement triggers: no row is locked for them.

An installation made since then has never had those keys; `sql/` is the one text for both.
"""

from importlib import resources

from django.db import migrations

DROP_KEYS = """
ALTER TABLE ledger_transfer DROP CONSTRAINT IF EXISTS ledger_transfer_entry;
ALTER TABLE ledger_entry
    DROP CONSTRAINT IF EXISTS ledger_entry_request,
    DROP CONSTRAINT IF EXISTS ledger_entry_original;
"""
_FILES = ("belongs", "apply_transfers", "parts")


def _sql(name: str) -> migrations.RunSQL:
    folder = resources.files("kumiai.ledger.migrations") / "sql"
    text = (folder / f"{name}.sql").read_text("utf-8")
    return migrations.RunSQL(text, migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_what_the_database_holds")]
    operations = [
        *(_sql(name) for name in _FILES),
        migrations.RunSQL(DROP_KEYS, migrations.RunSQL.noop),
    ]
