"""Payment slips the co-op sends out, and what keeps them within their co-op."""

import django.db.models.deletion
from django.db import migrations, models

KEYS = """
ALTER TABLE slips_paymentslip
    ADD CONSTRAINT payment_slip_of_sending
        FOREIGN KEY (coop_id, sending_id) REFERENCES slips_slipsending (coop_id, id),
    ADD CONSTRAINT payment_slip_of_member
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0004_legal_texts"),
        ("members", "0004_replaced_cards"),
        ("slips", "0003_keys_by_statement"),
    ]

    operations = [
        migrations.CreateModel(
            name="SlipSending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=40)),
                ("guide_amount_yen", models.IntegerField()),
                ("due_on", models.DateField(null=True)),
                ("sent_at", models.DateTimeField()),
                ("by_kind", models.CharField(max_length=10)),
                ("by_id", models.TextField(blank=True)),
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
            name="PaymentSlip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=10)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "sending",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slips.slipsending",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="slipsending",
            index=models.Index(fields=["coop", "sent_at"], name="slip_sending_at"),
        ),
        migrations.AddConstraint(
            model_name="slipsending",
            constraint=models.UniqueConstraint(fields=("coop", "id"), name="slip_sending_once"),
        ),
        migrations.AddConstraint(
            model_name="slipsending",
            constraint=models.CheckConstraint(
                condition=models.Q(("guide_amount_yen__gte", 1), ("guide_amount_yen__lte", 300000)),
                name="slip_sending_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="slipsending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("purpose", ""), _negated=True),
                    models.Q(("purpose__regex", "[\\r\\n]"), _negated=True),
                ),
                name="slip_sending_purpose",
            ),
        ),
        migrations.AddIndex(
            model_name="paymentslip",
            index=models.Index(fields=["coop", "member"], name="payment_slip_member"),
        ),
        migrations.AddConstraint(
            model_name="paymentslip",
            constraint=models.UniqueConstraint(
                fields=("coop", "reference"), name="payment_slip_reference_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentslip",
            constraint=models.UniqueConstraint(
                fields=("sending", "member"), name="payment_slip_one_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentslip",
            constraint=models.CheckConstraint(
                condition=models.Q(("reference__regex", "^[0-9]{10}$")),
                name="payment_slip_reference",
            ),
        ),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
    ]
