"""Every entry has the number its terminal counted up; a close says which ones are missing."""

import django.db.models.deletion
from django.db import migrations, models

CHECKS = """
ALTER TABLE ledger_sequencecheck
    ADD CONSTRAINT ledger_sequencecheck_terminal
        FOREIGN KEY (coop_id, terminal_id) REFERENCES coops_terminal (coop_id, id),
    ADD CONSTRAINT ledger_sequencecheck_close
        FOREIGN KEY (coop_id, business_date) REFERENCES ledger_dayclose (coop_id, business_date);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_sequencecheck
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0002_tenancy"),
        ("ledger", "0005_as_of_by_version"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="sequence",
            field=models.BigIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="SequenceCheck",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("business_date", models.DateField()),
                ("through", models.BigIntegerField()),
                ("missing", models.JSONField()),
                ("open", models.JSONField()),
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
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("coop", "terminal", "business_date"),
                        name="ledger_sequencecheck_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(CHECKS, migrations.RunSQL.noop),
    ]
