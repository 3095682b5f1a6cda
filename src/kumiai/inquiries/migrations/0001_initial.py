"""Inquiries."""

import django.db.models.deletion
from django.db import migrations, models

COMPOSITE_KEY = """
ALTER TABLE inquiries_inquiry ADD CONSTRAINT inquiry_confirmation_of_coop
    FOREIGN KEY (coop_id, confirmation_id) REFERENCES mail_message (coop_id, id);
"""
DROP_COMPOSITE_KEY = """
ALTER TABLE inquiries_inquiry DROP CONSTRAINT inquiry_confirmation_of_coop;
"""

DIGEST_LENGTH = """
ALTER TABLE inquiries_inquiry ADD CONSTRAINT inquiry_form_digest
    CHECK (octet_length(form_digest) = 32);
"""
DROP_DIGEST_LENGTH = "ALTER TABLE inquiries_inquiry DROP CONSTRAINT inquiry_form_digest;"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("coops", "0003_desk_address"),
        ("mail", "0002_tenancy"),
    ]

    operations = [
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=15)),
                ("name", models.TextField()),
                ("member_number", models.CharField(blank=True, max_length=12)),
                ("mail", models.TextField()),
                ("text", models.TextField()),
                ("language", models.CharField(default="ja", max_length=5)),
                ("network", models.TextField(blank=True)),
                ("form_digest", models.BinaryField()),
                ("sent_at", models.DateTimeField()),
                (
                    "confirmation",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.message",
                    ),
                ),
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
                    models.Index(fields=["coop", "sent_at"], name="inquiry_at"),
                    models.Index(fields=["network", "sent_at"], name="inquiry_network"),
                    models.Index(fields=["mail", "sent_at"], name="inquiry_mail"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("coop", "id"), name="inquiry_once"),
                    models.UniqueConstraint(fields=("form_digest",), name="inquiry_form_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("mail_address", "member_number", "lost_card", "other"))
                        ),
                        name="inquiry_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name__regex", "[\\r\\n]"), _negated=True),
                            models.Q(("mail__regex", "[\\r\\n]"), _negated=True),
                        ),
                        name="inquiry_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("member_number__regex", "^([0-9]{12})?$")),
                        name="inquiry_member_number",
                    ),
                ],
            },
        ),
        migrations.RunSQL(COMPOSITE_KEY, DROP_COMPOSITE_KEY),
        migrations.RunSQL(DIGEST_LENGTH, DROP_DIGEST_LENGTH),
    ]
