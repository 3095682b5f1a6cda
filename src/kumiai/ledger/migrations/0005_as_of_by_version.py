"""What a purse held at a moment is found by its versions: the index by moment can go."""

from importlib import resources

from django.db import migrations


def _sql(name: str) -> migrations.RunSQL:
    folder = resources.files("kumiai.ledger.migrations") / "sql"
    text = (folder / f"{name}.sql").read_text("utf-8")
    return migrations.RunSQL(text, migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_entries_by_id")]
    operations = [
        _sql("version_before"),
        migrations.RemoveIndex("transfer", "ledger_transfer_as_of"),
    ]
