"""What reversals give back of a day's right."""

import django.db.models.deletion
from django.db import migrations, models

TRIGGERS = """
ALTER TABLE meals_mealreturn
    ADD CONSTRAINT meals_mealreturn_day
        FOREIGN KEY (member_id, date) REFERENCES meals_mealday (member_id, date)
        DEFERRABLE INITIALLY DEFERRED;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meals_mealreturn
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER belongs AFTER INSERT ON meals_mealreturn
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_part_of_no_entry();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0002_tenancy"),
        ("ledger", "0004_entries_by_id"),
        ("meals", "0003_keys_by_statement"),
        ("members", "0003_members_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="MealReturn",
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
                ("date", models.DateField()),
                ("amount_yen", models.IntegerField()),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["coop", "member", "date"], name="meals_return_member")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_yen__gt", 0)), name="meals_return_amount"
                    )
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
