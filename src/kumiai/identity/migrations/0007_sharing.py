import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# What the models cannot say: both stay within the member's co-op, and lines need totals.
COMPOSITE_KEYS = """
ALTER TABLE identity_sharing ADD CONSTRAINT sharing_member_of_coop
    FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE identity_guardianview ADD CONSTRAINT guardian_view_member_of_coop
    FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE identity_sharing ADD CONSTRAINT sharing_lines_with_totals
    CHECK (NOT ('lines' = ANY(sections)) OR 'totals' = ANY(sections));
"""
DROP_COMPOSITE_KEYS = """
ALTER TABLE identity_sharing DROP CONSTRAINT sharing_lines_with_totals;
ALTER TABLE identity_guardianview DROP CONSTRAINT guardian_view_member_of_coop;
ALTER TABLE identity_sharing DROP CONSTRAINT sharing_member_of_coop;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0002_tenancy"),
        ("identity", "0006_details"),
        ("members", "0004_replaced_cards"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuardianView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(max_length=10)),
                ("day", models.DateField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("views", models.IntegerField(default=1)),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "day", "section"), name="guardian_view_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("section__in", ["balances", "totals", "lines", "meals"])
                        ),
                        name="guardian_view_section",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_at__gte", models.F("first_at")), ("views__gte", 1)
                        ),
                        name="guardian_view_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sharing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), size=None
                    ),
                ),
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
            ],
            options={
                "indexes": [models.Index(fields=["member", "at"], name="sharing_member")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sections__contained_by", ["balances", "totals", "lines", "meals"])
                        ),
                        name="sharing_sections",
                    )
                ],
            },
        ),
        migrations.RunSQL(COMPOSITE_KEYS, DROP_COMPOSITE_KEYS),
    ]
