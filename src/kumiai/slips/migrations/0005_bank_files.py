"""Files of deposits as they were received, and what became of each deposit."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0004_legal_texts"),
        ("ledger", "0006_sequences"),
        ("members", "0004_replaced_cards"),
        ("slips", "0004_sent_slips"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=200)),
                ("digest", models.BinaryField(max_length=32)),
                ("raw", models.BinaryField()),
                ("received_at", models.DateTimeField()),
                ("by_kind", models.CharField(max_length=10)),
                ("by_id", models.TextField(blank=True)),
                ("state", models.CharField(default="received", max_length=10)),
                ("rows", models.IntegerField()),
                ("deposits", models.IntegerField()),
                ("total_yen", models.BigIntegerField()),
                ("passed_over", models.IntegerField(default=0)),
                ("ordered_at", models.DateTimeField(null=True)),
                ("laid_down", models.IntegerField(default=0)),
                ("worked", models.IntegerField(default=0)),
                ("worked_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
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
            name="Deposit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField()),
                ("place", models.IntegerField()),
                ("tells", models.CharField(max_length=10)),
                ("paid_on", models.DateField()),
                ("amount_yen", models.BigIntegerField()),
                ("payer", models.CharField(max_length=100)),
                ("message", models.CharField(max_length=200)),
                ("inquiry", models.CharField(max_length=40)),
                ("likeness", models.BinaryField(max_length=32)),
                ("fingerprint", models.BinaryField(max_length=32)),
                ("state", models.CharField(default="read", max_length=12)),
                ("why", models.CharField(blank=True, max_length=15)),
                ("is_over_cap", models.BooleanField(default=False)),
                ("reference", models.CharField(blank=True, max_length=10)),
                ("entry_id", models.UUIDField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
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
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slips.bankfile",
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
                (
                    "original",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slips.deposit",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="slippayment",
            name="deposit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="slips.deposit",
            ),
        ),
        migrations.AddIndex(
            model_name="slippayment",
            index=models.Index(
                condition=models.Q(("deposit__isnull", False)),
                fields=["deposit"],
                name="slips_payment_deposit",
            ),
        ),
        migrations.AddIndex(
            model_name="bankfile",
            index=models.Index(fields=["coop", "received_at"], name="bank_file_received"),
        ),
        migrations.AddIndex(
            model_name="bankfile",
            index=models.Index(
                condition=models.Q(("state", "working")),
                fields=["worked_at"],
                name="bank_file_working",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.UniqueConstraint(fields=("coop", "id"), name="bank_file_coop"),
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "discarded"), _negated=True),
                fields=("coop", "digest"),
                name="bank_file_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("notice", "statement", "agency", "slips", "hand"))
                ),
                name="bank_file_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("received", "working", "done", "discarded"))),
                name="bank_file_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ordered_at__isnull", True), ("state__in", ("received", "discarded"))
                    ),
                    models.Q(("ordered_at__isnull", False), ("state__in", ("working", "done"))),
                    _connector="OR",
                ),
                name="bank_file_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "done"), _negated=True), ("finished_at__isnull", True)
                    ),
                    models.Q(
                        ("finished_at__isnull", False),
                        ("state", "done"),
                        ("worked", models.F("rows")),
                    ),
                    _connector="OR",
                ),
                name="bank_file_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("laid_down__lte", models.F("rows")),
                    ("worked__gte", 0),
                    ("worked__lte", models.F("laid_down")),
                ),
                name="bank_file_progress",
            ),
        ),
        migrations.AddIndex(
            model_name="deposit",
            index=models.Index(fields=["coop", "likeness"], name="deposit_like"),
        ),
        migrations.AddIndex(
            model_name="deposit",
            index=models.Index(
                condition=models.Q(("reference", ""), _negated=True),
                fields=["coop", "reference"],
                name="deposit_reference",
            ),
        ),
        migrations.AddIndex(
            model_name="deposit",
            index=models.Index(
                condition=models.Q(("state__in", ("suspense", "unmatched"))),
                fields=["coop", "paid_on", "id"],
                name="deposit_open",
            ),
        ),
        migrations.AddIndex(
            model_name="deposit",
            index=models.Index(
                condition=models.Q(("state", "read")),
                fields=["file", "position"],
                name="deposit_to_work_off",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.UniqueConstraint(fields=("coop", "id"), name="deposit_coop"),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.UniqueConstraint(
                fields=("file", "position"), name="deposit_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("read", "known")), _negated=True),
                fields=("coop", "fingerprint"),
                name="deposit_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.UniqueConstraint(fields=("entry_id",), name="deposit_entry"),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_yen__gt", 0)), name="deposit_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=models.Q(("tells__in", ("paid", "flash", "confirmed", "cancelled"))),
                name="deposit_tells",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "read",
                            "known",
                            "credited",
                            "suspense",
                            "assigned",
                            "returned",
                            "taken_back",
                            "confirmation",
                            "cancellation",
                            "unmatched",
                            "set_aside",
                        ),
                    )
                ),
                name="deposit_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("state", "read")),
                    models.Q(
                        models.Q(("state", "read"), _negated=True), ("settled_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="deposit_settled",
            ),
        ),
    ]
