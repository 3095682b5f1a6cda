import django.db.models.deletion
from django.db import migrations, models

# What the models cannot say: a link leads from a guardian's login to a guardian's login of one
# co-op, and what hangs on it stays there.
COMPOSITE_KEYS = """
ALTER TABLE identity_childlink ADD CONSTRAINT child_link_member_of_coop
    FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE identity_childlink ADD CONSTRAINT child_link_shown_member_of_coop
    FOREIGN KEY (coop_id, shown_member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE identity_childlink ADD CONSTRAINT child_link_of_guardian
    FOREIGN KEY (member_id, kind) REFERENCES identity_login (member_id, kind);
ALTER TABLE identity_childlink ADD CONSTRAINT child_link_to_guardian
    FOREIGN KEY (shown_member_id, kind) REFERENCES identity_login (member_id, kind);
ALTER TABLE identity_session ADD CONSTRAINT session_child_link_of_coop
    FOREIGN KEY (coop_id, child_link_id) REFERENCES identity_childlink (coop_id, id);
ALTER TABLE identity_registrationticket ADD CONSTRAINT ticket_for_login_of_coop
    FOREIGN KEY (coop_id, for_login_id) REFERENCES identity_login (coop_id, id);
"""
DROP_COMPOSITE_KEYS = """
ALTER TABLE identity_registrationticket DROP CONSTRAINT ticket_for_login_of_coop;
ALTER TABLE identity_session DROP CONSTRAINT session_child_link_of_coop;
ALTER TABLE identity_childlink DROP CONSTRAINT child_link_to_guardian;
ALTER TABLE identity_childlink DROP CONSTRAINT child_link_of_guardian;
ALTER TABLE identity_childlink DROP CONSTRAINT child_link_shown_member_of_coop;
ALTER TABLE identity_childlink DROP CONSTRAINT child_link_member_of_coop;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0007_addresses_and_hours"),
        ("identity", "0013_mail_search"),
        ("members", "0005_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChildLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(default="guardian", max_length=10)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=10)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="loginchange",
            name="login_change_items",
        ),
        migrations.AddField(
            model_name="registrationticket",
            name="for_login",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="identity.login",
            ),
        ),
        migrations.AddConstraint(
            model_name="loginchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "items__contained_by",
                        ["login_id", "password", "mail", "language", "passkey", "children"],
                    ),
                    ("items__len__gte", 1),
                ),
                name="login_change_items",
            ),
        ),
        migrations.AddField(
            model_name="childlink",
            name="coop",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coops.coop",
            ),
        ),
        migrations.AddField(
            model_name="childlink",
            name="member",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
            ),
        ),
        migrations.AddField(
            model_name="childlink",
            name="shown_member",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="child_link",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="identity.childlink",
            ),
        ),
        migrations.AddIndex(
            model_name="childlink",
            index=models.Index(fields=["shown_member"], name="child_link_shown"),
        ),
        migrations.AddConstraint(
            model_name="childlink",
            constraint=models.UniqueConstraint(
                fields=("coop", "id"), name="child_link_of_coop_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="childlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("member", "shown_member"),
                name="child_link_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="childlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "guardian")), name="child_link_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="childlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("member", models.F("shown_member")), _negated=True),
                name="child_link_of_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="childlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", "")),
                    models.Q(
                        ("ended_at__gte", models.F("made_at")),
                        ("ended_by__in", ("viewer", "shown", "password", "reissue", "mail")),
                    ),
                    _connector="OR",
                ),
                name="child_link_end",
            ),
        ),
        migrations.RunSQL(COMPOSITE_KEYS, DROP_COMPOSITE_KEYS),
    ]
