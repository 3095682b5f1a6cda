"""What the models cannot say: a flag stays within the co-op of the mail that raised it."""

from django.db import migrations

COMPOSITE_KEYS = """
ALTER TABLE mail_flaggedaddress ADD CONSTRAINT flagged_address_message_of_coop
    FOREIGN KEY (coop_id, message_id) REFERENCES mail_message (coop_id, id);
"""
DROP_COMPOSITE_KEYS = """
ALTER TABLE mail_flaggedaddress DROP CONSTRAINT flagged_address_message_of_coop;
"""


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]

    operations = [migrations.RunSQL(COMPOSITE_KEYS, DROP_COMPOSITE_KEYS)]
