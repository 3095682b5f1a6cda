"""Which changes of cards were told by mail."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0007_addresses_and_hours"),
        ("purchases", "0005_offline_sales"),
    ]

    operations = [
        migrations.CreateModel(
            name="CardChangeTold",
            fields=[
                (
                    "act",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="coops.staffact",
                    ),
                ),
                ("told_at", models.DateTimeField()),
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
    ]
