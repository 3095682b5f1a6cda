"""A cancellation may come before its deposit, and find it then."""

from importlib import resources

from django.db import migrations

_WAYS = resources.files("kumiai.slips.migrations") / "sql" / "ways_of_cancellations.sql"


class Migration(migrations.Migration):
    dependencies = [("slips", "0007_mail_wishes")]
    operations = [migrations.RunSQL(_WAYS.read_text("utf-8"), migrations.RunSQL.noop)]
