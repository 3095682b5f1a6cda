"""Composite keys and triggers: what the ledger promises, held by the database itself."""

from importlib import resources

from django.db import migrations

_FILES = ("composite_keys", "append_only", "apply_transfers", "closed_days", "belongs", "storage")


def _sql(name: str) -> migrations.RunSQL:
    folder = resources.files("kumiai.ledger.migrations") / "sql"
    text = (folder / f"{name}.sql").read_text("utf-8")
    return migrations.RunSQL(text, migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("coops", "0002_tenancy")]
    operations = [_sql(name) for name in _FILES]
