"""Stores, purchases and their lines stay as they are; what they belong to: see 0003."""

from django.db import migrations

APPEND_ONLY = """
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON coops_store
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON purchases_purchase
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON purchases_purchaseline
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("purchases", "0001_initial"),
        ("ledger", "0002_what_the_database_holds"),
        ("members", "0002_tenancy"),
    ]
    operations = [migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop)]
