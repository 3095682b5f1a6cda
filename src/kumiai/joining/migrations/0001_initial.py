"""Member files as they were received, and which way they may go."""

from importlib import resources

import django.db.models.deletion
from django.db import migrations, models

_WAYS = resources.files("kumiai.joining.migrations") / "sql" / "ways_of_files.sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("coops", "0007_addresses_and_hours"),
        ("ledger", "0002_what_the_database_holds"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptMemberFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("digest", models.BinaryField(max_length=32)),
                ("raw", models.BinaryField()),
                ("received_at", models.DateTimeField()),
                ("by_kind", models.CharField(max_length=10)),
                ("by_id", models.TextField(blank=True)),
                ("state", models.CharField(default="received", max_length=10)),
                ("rows", models.IntegerField()),
                ("ordered_at", models.DateTimeField(null=True)),
                ("worked", models.IntegerField(default=0)),
                ("worked_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("seen", models.IntegerField(default=0)),
                ("good", models.IntegerField(default=0)),
                ("bad", models.IntegerField(default=0)),
                ("skips_bad", models.BooleanField(default=False)),
                ("looked", models.JSONField(null=True)),
                ("problems", models.JSONField(default=list)),
                ("ordered_by_kind", models.CharField(blank=True, max_length=10)),
                ("ordered_by_id", models.TextField(blank=True)),
                ("joined", models.IntegerField(default=0)),
                ("changed", models.IntegerField(default=0)),
                ("unchanged", models.IntegerField(default=0)),
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
                "indexes": [
                    models.Index(fields=["coop", "received_at"], name="member_file_received"),
                    models.Index(fields=["coop", "digest"], name="member_file_like"),
                    models.Index(
                        condition=models.Q(("state__in", ("reading", "working"))),
                        fields=["worked_at"],
                        name="member_file_working",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("coop", "id"), name="member_file_coop"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("reading", "received", "working"))),
                        fields=("coop", "digest"),
                        name="member_file_once_at_hand",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "reading",
                                    "received",
                                    "unchanged",
                                    "refused",
                                    "working",
                                    "done",
                                    "stopped",
                                    "discarded",
                                ),
                            )
                        ),
                        name="member_file_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ordered_at__isnull", True),
                                (
                                    "state__in",
                                    ("reading", "received", "unchanged", "refused", "discarded"),
                                ),
                            ),
                            models.Q(
                                ("ordered_at__isnull", False),
                                ("state__in", ("working", "done", "stopped")),
                            ),
                            _connector="OR",
                        ),
                        name="member_file_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "done"), _negated=True),
                                ("finished_at__isnull", True),
                            ),
                            models.Q(
                                ("finished_at__isnull", False),
                                ("state", "done"),
                                ("worked", models.F("good")),
                            ),
                            _connector="OR",
                        ),
                        name="member_file_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("good__lte", models.F("rows")),
                            ("worked__gte", 0),
                            ("worked__lte", models.F("good")),
                        ),
                        name="member_file_progress",
                    ),
                ],
            },
        ),
        migrations.RunSQL(_WAYS.read_text("utf-8"), migrations.RunSQL.noop),
    ]
