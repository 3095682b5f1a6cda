"""Reversals and their lines: never more than the original, whoever writes them."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

TRIGGERS = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON purchases_reversal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON purchases_reversalline
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

CREATE FUNCTION purchases_refuse_stray_reversal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stray record;
BEGIN
    SELECT added.entry_id INTO stray
    FROM added
    LEFT JOIN ledger_entry AS entry
        ON entry.id = added.entry_id AND entry.coop_id = added.coop_id
        AND entry.kind = 'reversal' AND entry.outcome = 'settled'
        AND entry.reverses_id = added.original_id
    LEFT JOIN ledger_entry AS original
        ON original.id = added.original_id AND original.coop_id = added.coop_id
        AND original.kind = CASE WHEN added.is_top_up THEN 'top_up' ELSE 'purchase' END
        AND original.outcome = 'settled'
        AND original.holder_id IS NOT DISTINCT FROM added.member_id
    LEFT JOIN coops_store AS store
        ON store.coop_id = added.coop_id AND store.id = added.store_id
    LEFT JOIN coops_terminal AS terminal
        ON terminal.coop_id = added.coop_id AND terminal.id = added.terminal_id
    WHERE entry.id IS NULL OR original.id IS NULL OR store.id IS NULL OR terminal.id IS NULL
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION
            'reversal % is of no entry, original, member, store or terminal of its co-op',
            stray.entry_id USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER belongs AFTER INSERT ON purchases_reversal
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION purchases_refuse_stray_reversal();

-- All reversals of an original together are at most the original. They are numbered from 1 without
-- gaps: two at once that have not seen one another carry the same number, and one is refused.
CREATE FUNCTION purchases_refuse_more_than_sold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    SELECT reversal.original_id INTO wrong
    FROM purchases_reversal AS reversal
    LEFT JOIN purchases_purchase AS purchase ON purchase.entry_id = reversal.original_id
    WHERE reversal.original_id IN (SELECT original_id FROM added)
    GROUP BY reversal.original_id
    HAVING max(reversal.number) <> count(*)
        OR (NOT bool_or(reversal.is_top_up) AND (
            coalesce(sum(reversal.total_yen) > max(purchase.total_yen), true)
            OR sum(reversal.meal_card_yen) > max(purchase.meal_card_yen)
            OR sum(reversal.prepaid_yen) > max(purchase.prepaid_yen)
            OR sum(reversal.cash_yen) > max(purchase.cash_yen)
            OR sum(reversal.other_yen) > max(purchase.other_yen)
            OR sum(reversal.points_taken_back_tenths + reversal.points_redeemed_tenths)
                > max(purchase.points_earned_tenths)))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the reversals of % have a gap or are more than it was', wrong.original_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER within_the_original AFTER INSERT ON purchases_reversal
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION purchases_refuse_more_than_sold();

-- The pieces that came back of a line are at most its pieces, their amounts on its side of zero and
-- at most its own; all pieces are the whole amount. The lines of a reversal make up its total.
CREATE FUNCTION purchases_refuse_more_than_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    SELECT reversal.original_id, returned.position INTO wrong
    FROM (
        SELECT DISTINCT of_line.original_id, added.position
        FROM added
        LEFT JOIN purchases_reversal AS of_line ON of_line.entry_id = added.reversal_id
    ) AS touched
    LEFT JOIN purchases_reversal AS reversal ON reversal.original_id = touched.original_id
    LEFT JOIN purchases_reversalline AS returned
        ON returned.reversal_id = reversal.entry_id AND returned.position = touched.position
    LEFT JOIN purchases_purchaseline AS line
        ON line.purchase_id = touched.original_id AND line.position = touched.position
    GROUP BY touched.original_id, reversal.original_id, returned.position
    HAVING touched.original_id IS NULL
        OR (returned.position IS NOT NULL AND (
            coalesce(sum(returned.quantity) > max(line.quantity), true)
            OR abs(sum(returned.amount_yen)) > abs(max(line.amount_yen))
            OR sum(returned.amount_yen) * sign(max(line.amount_yen)) < 0
            OR (sum(returned.quantity) = max(line.quantity)
                AND sum(returned.amount_yen) <> max(line.amount_yen))))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'more comes back of line % of % than there is',
            wrong.position, wrong.original_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;

    SELECT reversal.entry_id INTO wrong
    FROM purchases_reversal AS reversal
    JOIN purchases_reversalline AS line ON line.reversal_id = reversal.entry_id
    WHERE reversal.entry_id IN (SELECT reversal_id FROM added)
    GROUP BY reversal.entry_id
    HAVING reversal.is_top_up OR sum(line.amount_yen) <> reversal.total_yen
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the lines of reversal % do not make up its total', wrong.entry_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER within_the_line AFTER INSERT ON purchases_reversalline
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION purchases_refuse_more_than_line();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0002_tenancy"),
        ("ledger", "0004_entries_by_id"),
        ("members", "0003_members_stay"),
        ("purchases", "0003_keys_by_statement"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reversal",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="ledger.entry",
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("is_top_up", models.BooleanField()),
                ("occurred_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=200)),
                ("cashier", models.CharField(max_length=40)),
                ("sequence", models.BigIntegerField(null=True)),
                ("total_yen", models.IntegerField()),
                ("meal_card_yen", models.IntegerField()),
                ("prepaid_yen", models.IntegerField()),
                ("cash_yen", models.IntegerField()),
                ("other_yen", models.IntegerField()),
                ("meal_lapsed_yen", models.IntegerField()),
                ("debt_recovered_yen", models.IntegerField()),
                ("debt_added_yen", models.IntegerField()),
                ("points_taken_back_tenths", models.IntegerField()),
                ("points_redeemed_tenths", models.IntegerField()),
                ("points_yen", models.IntegerField()),
                ("mark", models.BinaryField(max_length=32)),
                (
                    "coop",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coops.coop",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coops.store",
                    ),
                ),
                (
                    "terminal",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coops.terminal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReversalLine",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "reversal_id",
                        "position",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("position", models.SmallIntegerField()),
                ("quantity", models.IntegerField()),
                ("amount_yen", models.IntegerField()),
                (
                    "reversal",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="purchases.reversal",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="reversal",
            index=models.Index(fields=["member", "posted_at"], name="purchases_reversal_member"),
        ),
        migrations.AddConstraint(
            model_name="reversal",
            constraint=models.UniqueConstraint(
                fields=("original", "number"), name="purchases_reversal_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reversal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_yen",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("meal_card_yen"), "+", models.F("prepaid_yen")
                                ),
                                "+",
                                models.F("cash_yen"),
                            ),
                            "+",
                            models.F("other_yen"),
                        ),
                    )
                ),
                name="purchases_reversal_tenders",
            ),
        ),
        migrations.AddConstraint(
            model_name="reversal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cash_yen__gte", 0),
                    ("debt_added_yen__gte", 0),
                    ("debt_recovered_yen__gte", 0),
                    ("meal_card_yen__gte", 0),
                    ("meal_lapsed_yen__gte", 0),
                    ("other_yen__gte", 0),
                    ("points_redeemed_tenths__gte", 0),
                    ("points_taken_back_tenths__gte", 0),
                    ("points_yen__gte", 0),
                    ("prepaid_yen__gte", 0),
                    ("total_yen__gte", 0),
                ),
                name="purchases_reversal_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="reversal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("debt_added_yen__lte", models.F("total_yen")),
                        ("debt_recovered_yen", 0),
                        ("is_top_up", True),
                        ("number", 1),
                        ("points_redeemed_tenths", 0),
                        ("points_taken_back_tenths", 0),
                        ("points_yen", 0),
                        ("total_yen", models.F("cash_yen")),
                    ),
                    models.Q(
                        ("debt_added_yen__lte", models.F("points_yen")),
                        ("debt_recovered_yen__lte", models.F("prepaid_yen")),
                        ("is_top_up", False),
                        ("meal_lapsed_yen__lte", models.F("meal_card_yen")),
                        ("number__gte", 1),
                    ),
                    _connector="OR",
                ),
                name="purchases_reversal_parts",
            ),
        ),
        migrations.AddConstraint(
            model_name="reversalline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="purchases_reversalline_quantity"
            ),
        ),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
