from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("coops", "0002_tenancy")]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to_address", models.TextField()),
                ("subject", models.TextField()),
                ("body", models.TextField()),
                ("kind", models.CharField(max_length=40)),
                ("priority", models.SmallIntegerField(default=0)),
                ("state", models.CharField(default="queued", max_length=10)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("last_error", models.TextField(blank=True)),
                ("message_id", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "coop",
                    models.ForeignKey(
                        db_index=False, on_delete=models.PROTECT, related_name="+", to="coops.coop"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FlaggedAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.TextField()),
                ("reason", models.TextField()),
                ("flagged_at", models.DateTimeField()),
                (
                    "coop",
                    models.ForeignKey(
                        db_index=False, on_delete=models.PROTECT, related_name="+", to="coops.coop"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="mail.message",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "sending"])),
                fields=["next_at"],
                name="message_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["coop", "to_address", "created_at"], name="message_to"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("coop", "id"), name="message_once"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("message_id",), name="message_id_once"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("queued", "sending", "sent", "refused", "given_up"))
                ),
                name="message_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "sent"), ("sent_at__isnull", True), _connector="XOR"),
                name="message_sent_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject__regex", "[\\r\\n]"), _negated=True),
                name="message_one_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_address__regex", "^[^\\s<>,;]+@[^\\s<>,;]+$")),
                name="message_to_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_at__gte", models.F("created_at"))), name="message_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="flaggedaddress",
            constraint=models.UniqueConstraint(
                fields=("coop", "address"), name="flagged_address_once"
            ),
        ),
    ]
