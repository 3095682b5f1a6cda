"""Who wants mails about money they paid in; a wish stays within its co-op."""

import django.db.models.deletion
from django.db import migrations, models

KEYS = """
ALTER TABLE slips_slipmailwish
    ADD CONSTRAINT slip_mail_wish_of_member
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0007_addresses_and_hours"),
        ("members", "0005_search"),
        ("slips", "0006_ways_of_deposits"),
    ]

    operations = [
        migrations.CreateModel(
            name="SlipMailWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wished_at", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("member",), name="slip_mail_wish_once")
                ],
            },
        ),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
    ]
