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
    -- The entry is of a terminal of its co-op, as the ledger has made sure.
    LEFT JOIN ledger_entry AS entry
        ON entry.id = added.entry_id AND entry.coop_id = added.coop_id
        AND entry.terminal_id = added.terminal_id
    LEFT JOIN members_member AS member
        ON member.coop_id = added.coop_id AND member.id = added.member_id
    WHERE entry.id IS NULL OR (added.member_id IS NOT NULL AND member.id IS NULL)
    LIMIT 1;
    IF NOT FOUND THEN
        SELECT seller.entry_id INTO stray
        FROM (
            SELECT DISTINCT ON (added.coop_id, added.store_id)
                added.entry_id, added.coop_id, added.store_id
            FROM added
            ORDER BY added.coop_id, added.store_id
        ) AS seller
        LEFT JOIN coops_store AS store
            ON store.coop_id = seller.coop_id AND store.id = seller.store_id
        WHERE store.id IS NULL
        LIMIT 1;
    END IF;
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
    SELECT line.purchase_id INTO stray
    FROM (SELECT DISTINCT added.purchase_id FROM added) AS line
    LEFT JOIN purchases_purchase AS purchase ON purchase.entry_id = line.purchase_id
    WHERE purchase.entry_id IS NULL
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'lines are of purchase %, which is not there', stray.purchase_id
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
