import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# What the models cannot say: everything of a login stays within the login's co-op.
COMPOSITE_KEYS = """
ALTER TABLE identity_knowndevice ADD CONSTRAINT known_device_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
ALTER TABLE identity_mailchange ADD CONSTRAINT mail_change_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
ALTER TABLE identity_loginchange ADD CONSTRAINT login_change_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
ALTER TABLE identity_knowndevice ADD CONSTRAINT known_device_digest
    CHECK (octet_length(device_digest) = 32);
"""
DROP_COMPOSITE_KEYS = """
ALTER TABLE identity_knowndevice DROP CONSTRAINT known_device_digest;
ALTER TABLE identity_loginchange DROP CONSTRAINT login_change_login_of_coop;
ALTER TABLE identity_mailchange DROP CONSTRAINT mail_change_login_of_coop;
ALTER TABLE identity_knowndevice DROP CONSTRAINT known_device_login_of_coop;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0002_tenancy"),
        ("identity", "0005_recovery"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownDevice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("device_digest", models.BinaryField()),
                ("first_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LoginChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), size=None
                    ),
                ),
                ("network", models.TextField(blank=True)),
                ("device", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="MailChange",
            fields=[
                (
                    "login",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="mail_change",
                        serialize=False,
                        to="identity.login",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="loginattempt",
            name="device",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="session",
            name="device",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="session",
            name="network",
            field=models.TextField(blank=True),
        ),
        migrations.AddIndex(
            model_name="loginattempt",
            index=models.Index(fields=["login", "at"], name="login_attempt_login"),
        ),
        migrations.AddField(
            model_name="knowndevice",
            name="coop",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coops.coop",
            ),
        ),
        migrations.AddField(
            model_name="knowndevice",
            name="login",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="identity.login",
            ),
        ),
        migrations.AddField(
            model_name="loginchange",
            name="coop",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coops.coop",
            ),
        ),
        migrations.AddField(
            model_name="loginchange",
            name="login",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="identity.login",
            ),
        ),
        migrations.AddField(
            model_name="mailchange",
            name="coop",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coops.coop",
            ),
        ),
        migrations.AddField(
            model_name="mailchange",
            name="proof",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mail_change",
                to="identity.mailproof",
            ),
        ),
        migrations.AddIndex(
            model_name="knowndevice",
            index=models.Index(fields=["seen_at"], name="known_device_seen_at"),
        ),
        migrations.AddConstraint(
            model_name="knowndevice",
            constraint=models.UniqueConstraint(
                fields=("device_digest", "login"), name="known_device_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="knowndevice",
            constraint=models.CheckConstraint(
                condition=models.Q(("seen_at__gte", models.F("first_at"))),
                name="known_device_order",
            ),
        ),
        migrations.AddIndex(
            model_name="loginchange",
            index=models.Index(fields=["login", "at"], name="login_change_login"),
        ),
        migrations.AddConstraint(
            model_name="loginchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("items__contained_by", ["login_id", "password", "mail", "language"]),
                    ("items__len__gte", 1),
                ),
                name="login_change_items",
            ),
        ),
        migrations.RunSQL(COMPOSITE_KEYS, DROP_COMPOSITE_KEYS),
    ]
