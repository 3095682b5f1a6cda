"""First-time applications, and knocks at the doors that are open to all."""

import django.db.models.deletion
from django.db import migrations, models

COMPOSITE_KEYS = """
ALTER TABLE identity_firsttimeapplication ADD CONSTRAINT application_member_of_coop
    FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE identity_firsttimeapplication ADD CONSTRAINT application_message_of_coop
    FOREIGN KEY (coop_id, message_id) REFERENCES mail_message (coop_id, id);
"""
DROP_COMPOSITE_KEYS = """
ALTER TABLE identity_firsttimeapplication DROP CONSTRAINT application_message_of_coop;
ALTER TABLE identity_firsttimeapplication DROP CONSTRAINT application_member_of_coop;
"""

DIGEST_LENGTHS = """
ALTER TABLE identity_firsttimeapplication ADD CONSTRAINT application_digests
    CHECK (octet_length(token_digest) = 32 AND octet_length(link_digest) = 32);
ALTER TABLE identity_knock ADD CONSTRAINT knock_subject_digest
    CHECK (octet_length(subject_digest) = 32);
"""
DROP_DIGEST_LENGTHS = """
ALTER TABLE identity_knock DROP CONSTRAINT knock_subject_digest;
ALTER TABLE identity_firsttimeapplication DROP CONSTRAINT application_digests;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0002_tenancy"),
        ("identity", "0003_tenancy"),
        ("mail", "0002_tenancy"),
        ("members", "0004_replaced_cards"),
    ]

    operations = [
        migrations.CreateModel(
            name="FirstTimeApplication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("token_digest", models.BinaryField()),
                ("draft", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                ("address", models.TextField(blank=True)),
                ("language", models.CharField(default="ja", max_length=5)),
                ("link_digest", models.BinaryField(null=True)),
                ("link_expires_at", models.DateTimeField(null=True)),
                ("tries", models.SmallIntegerField(default=0)),
                ("completed_at", models.DateTimeField(null=True)),
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
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.message",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member", "applied_at"], name="application_member"),
                    models.Index(fields=["address", "applied_at"], name="application_address"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("token_digest",), name="application_token_once"
                    ),
                    models.UniqueConstraint(fields=("link_digest",), name="application_link_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["member", "guardian"])),
                        name="application_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="application_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("address", ""),
                                ("applied_at", None),
                                ("link_digest", None),
                                ("link_expires_at", None),
                                ("message", None),
                            ),
                            models.Q(
                                ("applied_at__isnull", False),
                                ("link_digest__isnull", False),
                                ("link_expires_at__gt", models.F("applied_at")),
                                ("message__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="application_link",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Knock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("subject_digest", models.BinaryField()),
                ("network", models.TextField(blank=True)),
                ("asked", models.JSONField(null=True)),
                ("at", models.DateTimeField()),
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
                    models.Index(fields=["subject_digest", "at"], name="knock_subject"),
                    models.Index(fields=["network", "at"], name="knock_network"),
                    models.Index(
                        condition=models.Q(("asked__isnull", False)),
                        fields=["at"],
                        name="knock_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["first_time", "login_id", "password"])),
                        name="knock_kind",
                    )
                ],
            },
        ),
        migrations.RunSQL(COMPOSITE_KEYS, DROP_COMPOSITE_KEYS),
        migrations.RunSQL(DIGEST_LENGTHS, DROP_DIGEST_LENGTHS),
    ]
