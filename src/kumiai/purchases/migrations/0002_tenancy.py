"""Purchases stay within their co-op, and stay as they are: keys with the co-op, append-only."""

from django.db import migrations

KEYS = """
ALTER TABLE purchases_purchase
    ADD CONSTRAINT purchases_purchase_entry
        FOREIGN KEY (entry_id, coop_id) REFERENCES ledger_entry (id, coop_id),
    ADD CONSTRAINT purchases_purchase_member
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE purchases_purchaseline
    ADD CONSTRAINT purchases_line_of
        FOREIGN KEY (purchase_id) REFERENCES purchases_purchase (entry_id);
-- The store and the terminal are shared by every sale: checked a statement at a time, without
-- locking their rows, as the ledger does with entries.
CREATE FUNCTION purchases_refuse_stray() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stray record;
BEGIN
    SELECT added.entry_id INTO stray
    FROM added
    LEFT JOIN coops_store AS store
        ON store.coop_id = added.coop_id AND store.id = added.store_id
    LEFT JOIN coops_terminal AS terminal
        ON terminal.coop_id = added.coop_id AND terminal.id = added.terminal_id
    WHERE store.id IS NULL OR terminal.id IS NULL
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'purchase % is of no store or terminal of its co-op', stray.entry_id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER belongs AFTER INSERT ON purchases_purchase
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION purchases_refuse_stray();
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
    operations = [migrations.RunSQL(KEYS, migrations.RunSQL.noop)]
