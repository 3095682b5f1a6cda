"""Lunch compensation: outages made good, and the rights given for them, which stay as given."""

import django.db.models.deletion
from django.db import migrations, models

HOLD = """
ALTER TABLE meals_extraright
    ADD CONSTRAINT meals_extraright_holder
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meals_lunchcompensation
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meals_extraright
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0006_staff_tenancy"),
        ("meals", "0006_nutrition_choices"),
        ("members", "0004_replaced_cards"),
    ]

    operations = [
        migrations.CreateModel(
            name="LunchCompensation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("begins_at", models.TimeField()),
                ("ends_at", models.TimeField()),
                ("most_yen", models.IntegerField()),
                ("given_from", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "approval",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coops.approval",
                    ),
                ),
                (
                    "coop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coops.coop",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExtraRight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "compensation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extra_rights",
                        to="meals.lunchcompensation",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="lunchcompensation",
            index=models.Index(fields=["coop", "day"], name="meals_outage_day"),
        ),
        migrations.AddConstraint(
            model_name="lunchcompensation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                name="meals_outage_hours",
            ),
        ),
        migrations.AddConstraint(
            model_name="lunchcompensation",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_yen__gt", 0)), name="meals_outage_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="lunchcompensation",
            constraint=models.CheckConstraint(
                condition=models.Q(("given_from__gt", models.F("day"))), name="meals_outage_later"
            ),
        ),
        migrations.AddIndex(
            model_name="extraright",
            index=models.Index(fields=["member", "date"], name="meals_extra_member"),
        ),
        migrations.AddConstraint(
            model_name="extraright",
            constraint=models.UniqueConstraint(
                fields=("compensation", "member"), name="meals_extra_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="extraright",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_yen__gt", 0)), name="meals_extra_amount"
            ),
        ),
        migrations.RunSQL(HOLD, migrations.RunSQL.noop),
    ]
