import django.db.models.deletion
from django.db import migrations, models

# What the models cannot say: a passkey stays within its login's co-op.
COMPOSITE_KEYS = """
ALTER TABLE identity_passkey ADD CONSTRAINT passkey_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
ALTER TABLE identity_usedchallenge ADD CONSTRAINT used_challenge_digest
    CHECK (octet_length(digest) = 32);
"""
DROP_COMPOSITE_KEYS = """
ALTER TABLE identity_usedchallenge DROP CONSTRAINT used_challenge_digest;
ALTER TABLE identity_passkey DROP CONSTRAINT passkey_login_of_coop;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0002_tenancy"),
        ("identity", "0007_sharing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Passkey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("credential_id", models.BinaryField()),
                ("public_key", models.BinaryField()),
                ("sign_count", models.BigIntegerField()),
                ("name", models.CharField(max_length=40)),
                ("created_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="UsedChallenge",
            fields=[
                ("digest", models.BinaryField(primary_key=True, serialize=False)),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="loginchange",
            name="login_change_items",
        ),
        migrations.AddConstraint(
            model_name="loginchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "items__contained_by",
                        ["login_id", "password", "mail", "language", "passkey"],
                    ),
                    ("items__len__gte", 1),
                ),
                name="login_change_items",
            ),
        ),
        migrations.AddField(
            model_name="passkey",
            name="coop",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coops.coop",
            ),
        ),
        migrations.AddField(
            model_name="passkey",
            name="login",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="identity.login",
            ),
        ),
        migrations.AddIndex(
            model_name="usedchallenge",
            index=models.Index(fields=["expires_at"], name="used_challenge_expiry"),
        ),
        migrations.AddConstraint(
            model_name="passkey",
            constraint=models.UniqueConstraint(fields=("credential_id",), name="passkey_once"),
        ),
        migrations.AddConstraint(
            model_name="passkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("sign_count__gte", 0), models.Q(("name", ""), _negated=True)),
                name="passkey_facts",
            ),
        ),
        migrations.RunSQL(COMPOSITE_KEYS, DROP_COMPOSITE_KEYS),
    ]
