"""The office finds a login by its mail address, whatever its capitals are."""

from django.db import migrations

INDEX = """
CREATE INDEX login_mail ON identity_login (coop_id, lower(mail) text_pattern_ops)
    WHERE mail <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0012_staff_tenancy")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX login_mail;")]
