import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("coops", "0002_tenancy"),
        ("mail", "0002_tenancy"),
        ("members", "0002_tenancy"),
    ]

    operations = [
        migrations.CreateModel(
            name="Login",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("login_id", models.CharField(max_length=32)),
                ("password_hash", models.TextField(null=True)),
                ("mail", models.TextField(blank=True)),
                ("language", models.CharField(default="ja", max_length=5)),
                ("state", models.CharField(default="provisional", max_length=12)),
                ("created_at", models.DateTimeField()),
                (
                    "coop",
                    models.ForeignKey(
                        db_index=False, on_delete=models.PROTECT, related_name="+", to="coops.coop"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MailProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.TextField()),
                ("code_digest", models.BinaryField()),
                ("code_tries", models.SmallIntegerField(default=0)),
                ("code_expires_at", models.DateTimeField()),
                ("link_digest", models.BinaryField()),
                ("link_expires_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("proven_at", models.DateTimeField(null=True)),
                (
                    "coop",
                    models.ForeignKey(
                        db_index=False, on_delete=models.PROTECT, related_name="+", to="coops.coop"
                    ),
                ),
                (
                    "login",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="identity.login",
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
        migrations.CreateModel(
            name="RegistrationTicket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_digest", models.BinaryField()),
                ("draft", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "coop",
                    models.ForeignKey(
                        db_index=False, on_delete=models.PROTECT, related_name="+", to="coops.coop"
                    ),
                ),
                (
                    "login",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="identity.login",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FullRegistration",
            fields=[
                (
                    "login",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=models.PROTECT,
                        primary_key=True,
                        related_name="registration",
                        serialize=False,
                        to="identity.login",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_kind", models.CharField(max_length=10)),
                ("terms_accepted_at", models.DateTimeField(null=True)),
                (
                    "coop",
                    models.ForeignKey(
                        db_index=False, on_delete=models.PROTECT, related_name="+", to="coops.coop"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProvisionalRegistration",
            fields=[
                (
                    "login",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=models.PROTECT,
                        primary_key=True,
                        related_name="provisional",
                        serialize=False,
                        to="identity.login",
                    ),
                ),
                ("salt", models.BinaryField()),
                (
                    "digests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BinaryField(), size=None
                    ),
                ),
                ("failures", models.SmallIntegerField(default=0)),
                ("switched_off_at", models.DateTimeField(null=True)),
                (
                    "coop",
                    models.ForeignKey(
                        db_index=False, on_delete=models.PROTECT, related_name="+", to="coops.coop"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="login",
            constraint=models.UniqueConstraint(fields=("coop", "id"), name="login_once"),
        ),
        migrations.AddConstraint(
            model_name="login",
            constraint=models.UniqueConstraint(fields=("login_id",), name="login_id_once"),
        ),
        migrations.AddConstraint(
            model_name="login",
            constraint=models.UniqueConstraint(
                fields=("member", "kind"), name="login_of_member_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="login",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["member", "guardian", "staff"])), name="login_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="login",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["provisional", "full", "closed"])),
                name="login_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="login",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "staff"), ("member__isnull", False), _connector="XOR"),
                name="login_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="login",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("password_hash", None), ("state", "provisional")),
                    models.Q(
                        models.Q(("state", "provisional"), _negated=True),
                        ("password_hash__regex", "^\\$argon2id\\$"),
                    ),
                    _connector="OR",
                ),
                name="login_password",
            ),
        ),
        migrations.AddConstraint(
            model_name="login",
            constraint=models.CheckConstraint(
                condition=models.Q(("login_id__regex", "^[a-z0-9._@-]{6,32}$")),
                name="login_id_folded",
            ),
        ),
        migrations.AddConstraint(
            model_name="login",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "provisional"),
                    models.Q(("login_id__regex", "^[0-9]{12}p?$"), _negated=True),
                    _connector="OR",
                ),
                name="login_id_own",
            ),
        ),
        migrations.AddIndex(
            model_name="mailproof",
            index=models.Index(fields=["login", "created_at"], name="mail_proof_login"),
        ),
        migrations.AddIndex(
            model_name="mailproof",
            index=models.Index(fields=["address", "created_at"], name="mail_proof_address"),
        ),
        migrations.AddConstraint(
            model_name="mailproof",
            constraint=models.UniqueConstraint(
                fields=("link_digest",), name="mail_proof_link_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailproof",
            constraint=models.CheckConstraint(
                condition=models.Q(("code_tries__gte", 0), ("code_tries__lte", 5)),
                name="mail_proof_tries",
            ),
        ),
        migrations.AddConstraint(
            model_name="registrationticket",
            constraint=models.UniqueConstraint(fields=("token_digest",), name="ticket_token_once"),
        ),
        migrations.AddConstraint(
            model_name="registrationticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("created_at"))), name="ticket_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="fullregistration",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_kind__in", ["member", "guardian", "staff", "operator"])),
                name="full_registration_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="provisionalregistration",
            constraint=models.CheckConstraint(
                condition=models.Q(("failures__gte", 0)), name="provisional_failures"
            ),
        ),
    ]
