from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coops", "0002_tenancy"), ("identity", "0001_logins")]

    operations = [
        migrations.CreateModel(
            name="LoginThrottle",
            fields=[
                ("key_digest", models.BinaryField(primary_key=True, serialize=False)),
                ("failures", models.IntegerField(default=0)),
                ("failed_at", models.DateTimeField()),
                ("blocked_until", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["failed_at"], name="throttle_failed_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("failures__gte", 0)), name="throttle_count"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LoginAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("key_digest", models.BinaryField()),
                ("is_provisional", models.BooleanField()),
                ("outcome", models.CharField(max_length=12)),
                ("network", models.TextField(blank=True)),
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
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="identity.login",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["coop", "at"], name="login_attempt_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["let_in", "refused", "throttled", "off", "spray"])
                        ),
                        name="login_attempt_outcome",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("key_digest", models.BinaryField(primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
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
            options={"indexes": [models.Index(fields=["expires_at"], name="session_expiry")]},
        ),
        migrations.CreateModel(
            name="SprayAlarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tripped_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("failing_logins", models.IntegerField()),
                ("failures", models.IntegerField()),
                ("tries", models.IntegerField()),
                (
                    "coop",
                    models.ForeignKey(
                        db_index=False, on_delete=models.PROTECT, related_name="+", to="coops.coop"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["coop", "until"], name="spray_alarm_until")]},
        ),
    ]
