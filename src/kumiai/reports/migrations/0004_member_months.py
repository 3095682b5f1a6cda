"""What members bought in closed months and held at their ends: each once, never changed."""

import django.db.models.deletion
from django.db import migrations, models

KEYS = """
ALTER TABLE reports_membermonth
    ADD CONSTRAINT reports_membermonth_member
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id),
    ADD CONSTRAINT reports_membermonth_close
        FOREIGN KEY (coop_id, closed_by) REFERENCES ledger_dayclose (coop_id, business_date),
    ADD CONSTRAINT reports_membermonth_closed
        CHECK (closed_by >= (month + interval '1 month - 1 day')::date);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reports_membermonth
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0007_addresses_and_hours"),
        ("members", "0005_search"),
        ("reports", "0003_closed_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="MemberMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("closed_by", models.DateField()),
                ("food_yen", models.BigIntegerField(null=True)),
                ("books_yen", models.BigIntegerField(null=True)),
                ("learning_goods_yen", models.BigIntegerField(null=True)),
                ("other_yen", models.BigIntegerField(null=True)),
                ("prepaid_yen", models.BigIntegerField()),
                ("uncollected_yen", models.BigIntegerField()),
                ("points_tenths", models.BigIntegerField()),
                ("web_points_tenths", models.BigIntegerField()),
                ("debt_yen", models.BigIntegerField()),
                (
                    "coop",
                    models.ForeignKey(
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("coop", "month", "member"),
                        name="reports_membermonth_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_by__gt", models.F("month")), ("month__day", 1)),
                        name="reports_membermonth_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("debt_yen__gte", 0),
                            ("points_tenths__gte", 0),
                            ("prepaid_yen__gte", 0),
                            ("uncollected_yen__gte", 0),
                            ("web_points_tenths__gte", 0),
                        ),
                        name="reports_membermonth_held",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
    ]
