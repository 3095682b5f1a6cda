"""A co-op's logo: none where there was none."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coops", "0008_short_days")]

    operations = [
        migrations.AddField(
            model_name="coop",
            name="logo",
            field=models.CharField(blank=True, db_default="", max_length=16),
        ),
        migrations.CreateModel(
            name="Logo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=16)),
                ("picture", models.BinaryField()),
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
                    models.UniqueConstraint(fields=("coop", "version"), name="logo_once")
                ],
            },
        ),
    ]
