"""The sums of closed days: of a day that is closed, each once, never changed."""

import django.db.models.deletion
from django.db import migrations, models

KEYS = """
ALTER TABLE reports_closedday
    ADD CONSTRAINT reports_closedday_close
        FOREIGN KEY (coop_id, business_date) REFERENCES ledger_dayclose (coop_id, business_date);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reports_closedday
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_counts_stay"),
        ("ledger", "0002_what_the_database_holds"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("business_date", models.DateField()),
                ("facts", models.JSONField()),
                ("kept_at", models.DateTimeField()),
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
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("coop", "business_date"), name="reports_closedday_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
    ]
