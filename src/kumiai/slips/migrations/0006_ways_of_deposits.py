"""What the database holds of files and deposits: their co-op, and which way they may go."""

from importlib import resources

from django.db import migrations

_FILES = ("files_of_coops", "ways_of_files", "ways_of_deposits")


def _sql(name: str) -> migrations.RunSQL:
    folder = resources.files("kumiai.slips.migrations") / "sql"
    text = (folder / f"{name}.sql").read_text("utf-8")
    return migrations.RunSQL(text, migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [
        ("slips", "0005_bank_files"),
        ("ledger", "0002_what_the_database_holds"),
        ("members", "0002_tenancy"),
    ]
    operations = [_sql(name) for name in _FILES]
