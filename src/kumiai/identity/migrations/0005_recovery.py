"""Passwords issued anew."""

import django.db.models.deletion
from django.db import migrations, models

COMPOSITE_KEYS = """
ALTER TABLE identity_passwordreissue ADD CONSTRAINT reissue_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
ALTER TABLE identity_passwordreissue ADD CONSTRAINT reissue_message_of_coop
    FOREIGN KEY (coop_id, message_id) REFERENCES mail_message (coop_id, id);
"""
DROP_COMPOSITE_KEYS = """
ALTER TABLE identity_passwordreissue DROP CONSTRAINT reissue_message_of_coop;
ALTER TABLE identity_passwordreissue DROP CONSTRAINT reissue_login_of_coop;
"""

DIGEST_LENGTHS = """
ALTER TABLE identity_passwordreissue ADD CONSTRAINT reissue_digests
    CHECK (octet_length(password_digest) = 32 AND octet_length(link_digest) = 32
           AND octet_length(ticket_digest) = 32);
"""
DROP_DIGEST_LENGTHS = """
ALTER TABLE identity_passwordreissue DROP CONSTRAINT reissue_digests;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0002_tenancy"),
        ("identity", "0004_first_time"),
        ("mail", "0002_tenancy"),
    ]

    operations = [
        migrations.CreateModel(
            name="PasswordReissue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password_digest", models.BinaryField()),
                ("link_digest", models.BinaryField()),
                ("ticket_digest", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
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
                    "login",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.login",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.message",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="reissue_expiry")],
                "constraints": [
                    models.UniqueConstraint(fields=("link_digest",), name="reissue_link_once"),
                    models.UniqueConstraint(fields=("ticket_digest",), name="reissue_ticket_once"),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="reissue_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at", None), ("ticket_digest", None)),
                            models.Q(
                                ("opened_at__isnull", False), ("ticket_digest__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="reissue_ticket",
                    ),
                ],
            },
        ),
        migrations.RunSQL(COMPOSITE_KEYS, DROP_COMPOSITE_KEYS),
        migrations.RunSQL(DIGEST_LENGTHS, DROP_DIGEST_LENGTHS),
    ]
