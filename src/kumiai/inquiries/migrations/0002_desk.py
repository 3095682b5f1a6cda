"""What the desk makes of inquiries. What was sent and said stays as it was."""

import django.db.models.deletion
from django.db import migrations, models

KEYS = """
ALTER TABLE inquiries_inquiry
    ADD CONSTRAINT inquiry_asker_of_coop
        FOREIGN KEY (coop_id, asker_id) REFERENCES members_member (coop_id, id),
    ADD CONSTRAINT inquiry_member_of_coop
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE inquiries_reply
    ADD CONSTRAINT inquiry_reply_of_coop
        FOREIGN KEY (coop_id, inquiry_id) REFERENCES inquiries_inquiry (coop_id, id),
    ADD CONSTRAINT inquiry_reply_mail_of_coop
        FOREIGN KEY (coop_id, message_id) REFERENCES mail_message (coop_id, id);
ALTER TABLE inquiries_followup
    ADD CONSTRAINT inquiry_follow_up_of_coop
        FOREIGN KEY (coop_id, inquiry_id) REFERENCES inquiries_inquiry (coop_id, id);
ALTER TABLE inquiries_note
    ADD CONSTRAINT inquiry_note_of_coop
        FOREIGN KEY (coop_id, inquiry_id) REFERENCES inquiries_inquiry (coop_id, id);
"""

# Who typed a number is taken to be about that member, as from now on.
ATTACH = """
UPDATE inquiries_inquiry AS inquiry SET member_id = member.id
  FROM members_member AS member
 WHERE member.coop_id = inquiry.coop_id AND member.member_number = inquiry.member_number;
"""

STAYS = """
CREATE FUNCTION inquiries_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said on an inquiry stays as it was said'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON inquiries_reply
    FOR EACH ROW EXECUTE FUNCTION inquiries_refuse_rewriting();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON inquiries_followup
    FOR EACH ROW EXECUTE FUNCTION inquiries_refuse_rewriting();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON inquiries_note
    FOR EACH ROW EXECUTE FUNCTION inquiries_refuse_rewriting();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON inquiries_cannedanswer
    FOR EACH ROW EXECUTE FUNCTION inquiries_refuse_rewriting();
CREATE TRIGGER stays BEFORE UPDATE ON inquiries_inquiry
    FOR EACH ROW WHEN (
        (OLD.coop_id, OLD.kind, OLD.name, OLD.member_number, OLD.mail, OLD.text, OLD.sent_at,
         OLD.asked_by, OLD.asker_id, OLD.entry_id, OLD.line)
        IS DISTINCT FROM
        (NEW.coop_id, NEW.kind, NEW.name, NEW.member_number, NEW.mail, NEW.text, NEW.sent_at,
         NEW.asked_by, NEW.asker_id, NEW.entry_id, NEW.line))
    EXECUTE FUNCTION inquiries_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0004_legal_texts"),
        ("inquiries", "0001_initial"),
        ("ledger", "0006_sequences"),
        ("mail", "0003_threads"),
        ("members", "0004_replaced_cards"),
    ]

    operations = [
        migrations.CreateModel(
            name="CannedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("version", models.IntegerField()),
                ("title", models.CharField(max_length=100)),
                ("japanese", models.TextField()),
                ("english", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("by_kind", models.CharField(max_length=10)),
                ("by_id", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("way", models.CharField(max_length=10)),
                ("written_at", models.DateTimeField()),
                ("by_kind", models.CharField(max_length=10)),
                ("by_id", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("by_kind", models.CharField(max_length=10)),
                ("by_id", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("canned_key", models.CharField(blank=True, max_length=40)),
                ("canned_version", models.IntegerField(null=True)),
                ("written_at", models.DateTimeField()),
                ("by_kind", models.CharField(max_length=10)),
                ("by_id", models.TextField(blank=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="inquiry",
            name="inquiry_kind",
        ),
        migrations.AddField(
            model_name="inquiry",
            name="asked_by",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="asker",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="assigned_to",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="entry",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.entry",
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="first_answered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="line",
            field=models.SmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="member",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="state",
            field=models.CharField(default="open", max_length=10),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["coop", "state", "sent_at"], name="inquiry_in_state"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["coop", "asker", "sent_at"], name="inquiry_asker_at"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["coop", "member", "sent_at"], name="inquiry_about"),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ("mail_address", "member_number", "lost_card", "purchase", "other"),
                    )
                ),
                name="inquiry_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("open", "waiting", "answered", "closed", "spam"))
                ),
                name="inquiry_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), _negated=True),
                    ("first_answered_at__isnull", False),
                    _connector="OR",
                ),
                name="inquiry_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_answered_at", None),
                    ("first_answered_at__gte", models.F("sent_at")),
                    _connector="OR",
                ),
                name="inquiry_answered_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked_by__in", ("", "member", "guardian")),
                    models.Q(("asked_by", ""), ("asker__isnull", False), _connector="XOR"),
                ),
                name="inquiry_asker",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(("line", None), ("entry__isnull", False), _connector="OR"),
                name="inquiry_line",
            ),
        ),
        migrations.AddField(
            model_name="cannedanswer",
            name="coop",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coops.coop",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="coop",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coops.coop",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="inquiry",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inquiries.inquiry",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="coop",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coops.coop",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="inquiry",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inquiries.inquiry",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="coop",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coops.coop",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="inquiry",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inquiries.inquiry",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="message",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="mail.message",
            ),
        ),
        migrations.AddConstraint(
            model_name="cannedanswer",
            constraint=models.UniqueConstraint(
                fields=("coop", "key", "version"), name="canned_answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="cannedanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="canned_answer_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="cannedanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("key__regex", "^[a-z][a-z0-9-]*$")), name="canned_answer_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="cannedanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True),
                    models.Q(("japanese", ""), _negated=True),
                    models.Q(("english", ""), _negated=True),
                ),
                name="canned_answer_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="inquiry_follow_up_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ("page", "mail", "phone", "counter"))),
                name="inquiry_follow_up_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="inquiry_note_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="inquiry_reply_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("canned_key", ""), ("canned_version__isnull", False), _connector="XOR"
                ),
                name="inquiry_reply_canned",
            ),
        ),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(ATTACH, migrations.RunSQL.noop),
        migrations.RunSQL(STAYS, migrations.RunSQL.noop),
    ]
