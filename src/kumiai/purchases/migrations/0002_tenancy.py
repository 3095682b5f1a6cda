"""Purchases stay within their co-op, and stay as they are: keys with the co-op, append-only."""

from django.db import migrations

KEYS = """
ALTER TABLE purchases_purchase
    ADD CONSTRAINT purchases_purchase_entry
        FOREIGN KEY (entry_id, coop_id) REFERENCES ledger_entry (id, coop_id),
    ADD CONSTRAINT purchases_purchase_member
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id),
    ADD CONSTRAINT purchases_purchase_store
        FOREIGN KEY (coop_id, store_id) REFERENCES coops_store (coop_id, id),
    ADD CONSTRAINT purchases_purchase_terminal
        FOREIGN KEY (coop_id, terminal_id) REFERENCES coops_terminal (coop_id, id);
ALTER TABLE purchases_purchaseline
    ADD CONSTRAINT purchases_line_of
        FOREIGN KEY (purchase_id) REFERENCES purchases_purchase (entry_id);
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
    operations = [migrations.RunSQL(KEYS, migrations.RunSQL.noop)]
