"""Purchases and lines belong to what is there in their co-op, checked a statement at a time.

As the ledger has it for entries (its `sql/belongs.sql`): foreign keys would lock what they refer
to, row by row.
"""

from django.db import migrations

TRIGGERS = """
ALTER TABLE purchases_purchaseline DROP CONSTRAINT IF EXISTS purchases_line_of;
ALTER TABLE purchases_purchase
    DROP CONSTRAINT IF EXISTS purchases_purchase_entry,
    DROP CONSTRAINT IF EXISTS purchases_purchase_member;
CREATE OR REPLACE FUNCTION purchases_refuse_stray() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stray record;
BEGIN
    SELECT added.entry_id INTO stray
    FROM added
    LEFT JOIN ledger_entry AS entry
        ON entry.id = added.entry_id AND entry.coop_id = added.coop_id
    LEFT JOIN members_member AS member
        ON member.coop_id = added.coop_id AND member.id = added.member_id
    LEFT JOIN coops_store AS store
        ON store.coop_id = added.coop_id AND store.id = added.store_id
    LEFT JOIN coops_terminal AS terminal
        ON terminal.coop_id = added.coop_id AND terminal.id = added.terminal_id
    WHERE entry.id IS NULL OR store.id IS NULL OR terminal.id IS NULL
       OR (added.member_id IS NOT NULL AND member.id IS NULL)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'purchase % is of no entry, member, store or terminal of its co-op',
            stray.entry_id USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER belongs AFTER INSERT ON purchases_purchase
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION purchases_refuse_stray();
CREATE FUNCTION purchases_refuse_stray_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stray record;
BEGIN
    SELECT added.purchase_id, added.position INTO stray
    FROM added
    LEFT JOIN purchases_purchase AS purchase ON purchase.entry_id = added.purchase_id
    WHERE purchase.entry_id IS NULL
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'line % is of no purchase %', stray.position, stray.purchase_id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER belongs AFTER INSERT ON purchases_purchaseline
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION purchases_refuse_stray_line();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("purchases", "0002_tenancy"),
        ("ledger", "0003_keys_by_statement"),
        ("members", "0003_members_stay"),
    ]
    run_before = [("ledger", "0004_entries_by_id")]
    operations = [migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop)]
