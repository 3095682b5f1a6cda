"""Notices, their readings, and their copies by mail. Nothing of them leaves its co-op."""

import django.db.models.deletion
from django.db import migrations, models

COMPOSITE_KEYS = """
ALTER TABLE notices_noticeaddressee
    ADD CONSTRAINT notice_addressee_notice
        FOREIGN KEY (coop_id, notice_id) REFERENCES notices_notice (coop_id, id),
    ADD CONSTRAINT notice_addressee_member
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE notices_noticereading
    ADD CONSTRAINT notice_reading_notice
        FOREIGN KEY (coop_id, notice_id) REFERENCES notices_notice (coop_id, id),
    ADD CONSTRAINT notice_reading_member
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE notices_noticemailing
    ADD CONSTRAINT notice_mailing_notice
        FOREIGN KEY (coop_id, notice_id) REFERENCES notices_notice (coop_id, id);
ALTER TABLE notices_noticecopy
    ADD CONSTRAINT notice_copy_notice
        FOREIGN KEY (coop_id, notice_id) REFERENCES notices_notice (coop_id, id),
    ADD CONSTRAINT notice_copy_member
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id),
    ADD CONSTRAINT notice_copy_message
        FOREIGN KEY (coop_id, message_id) REFERENCES mail_message (coop_id, id);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("coops", "0004_legal_texts"),
        ("mail", "0002_tenancy"),
        ("members", "0004_replaced_cards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("title_english", models.TextField(blank=True)),
                ("text_english", models.TextField(blank=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("audience", models.CharField(default="everyone", max_length=12)),
                ("readers", models.CharField(default="both", max_length=10)),
                ("faculty", models.TextField(blank=True)),
                ("joined_year", models.SmallIntegerField(null=True)),
                ("meal_plan", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
        ),
        migrations.CreateModel(
            name="NoticeAddressee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notices.notice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader", models.CharField(max_length=10)),
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
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.message",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notices.notice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader", models.CharField(max_length=10)),
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
                (
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notices.notice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeMailing",
            fields=[
                (
                    "notice",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="mailing",
                        serialize=False,
                        to="notices.notice",
                    ),
                ),
                ("ordered_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("reached", models.BigIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
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
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["coop", "starts_at"], name="notice_starts"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("coop", "id"), name="notice_once"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("audience__in", ["everyone", "members", "faculty", "joined_year", "meal_plan"])
                ),
                name="notice_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("readers__in", ["both", "members", "guardians"])),
                name="notice_readers",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                ),
                name="notice_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience", "faculty"), ("faculty", ""), _connector="XOR"),
                name="notice_faculty",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("audience", "joined_year"), ("joined_year", None), _connector="XOR"
                ),
                name="notice_joined_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience", "meal_plan"), ("meal_plan", ""), _connector="XOR"),
                name="notice_meal_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True),
                    models.Q(("title__regex", "[\\r\\n]"), _negated=True),
                    models.Q(("title_english__regex", "[\\r\\n]"), _negated=True),
                ),
                name="notice_one_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeaddressee",
            constraint=models.UniqueConstraint(
                fields=("notice", "member"), name="notice_addressee_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="noticecopy",
            constraint=models.UniqueConstraint(
                fields=("notice", "member", "reader"), name="notice_copy_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="noticecopy",
            constraint=models.CheckConstraint(
                condition=models.Q(("reader__in", ["member", "guardian"])),
                name="notice_copy_reader",
            ),
        ),
        migrations.AddIndex(
            model_name="noticereading",
            index=models.Index(fields=["member", "reader"], name="notice_reading_of"),
        ),
        migrations.AddConstraint(
            model_name="noticereading",
            constraint=models.UniqueConstraint(
                fields=("notice", "member", "reader"), name="notice_reading_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="noticereading",
            constraint=models.CheckConstraint(
                condition=models.Q(("reader__in", ["member", "guardian"])),
                name="notice_reading_reader",
            ),
        ),
        migrations.AddIndex(
            model_name="noticemailing",
            index=models.Index(
                condition=models.Q(("finished_at", None)),
                fields=["next_at"],
                name="notice_mailing_next",
            ),
        ),
        migrations.RunSQL(COMPOSITE_KEYS, migrations.RunSQL.noop),
    ]
