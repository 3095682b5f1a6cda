"""A count is of a terminal of its co-op, and is never changed: counting again adds a row."""

from django.db import migrations

KEYS = """
ALTER TABLE reports_drawercount
    ADD CONSTRAINT reports_count_terminal
        FOREIGN KEY (coop_id, terminal_id) REFERENCES coops_terminal (coop_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reports_drawercount
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
        ("coops", "0002_tenancy"),
        ("ledger", "0002_what_the_database_holds"),
        ("purchases", "0005_offline_sales"),
    ]
    operations = [migrations.RunSQL(KEYS, migrations.RunSQL.noop)]
