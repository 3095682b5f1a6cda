"""What the office is told of sales made offline. What was made before is told too, without card."""

import django.db.models.deletion
from django.db import migrations, models

TOLD_BEFORE = """
INSERT INTO purchases_offlinesale (
    entry_id, coop_id, terminal_id, member_id, card, occurred_at, posted_at, contact_at, total_yen,
    on_card_yen, till_yen, flags, body, mark
)
SELECT purchase.entry_id, purchase.coop_id, purchase.terminal_id, purchase.member_id, '',
    purchase.occurred_at, purchase.posted_at, 'epoch', purchase.total_yen, purchase.prepaid_yen,
    purchase.prepaid_yen, entry.flags, NULL,
    sha256(convert_to(
        concat_ws(E'\\n', purchase.entry_id, purchase.coop_id, purchase.terminal_id,
            coalesce(purchase.member_id::text, ''), '',
            (extract(epoch FROM purchase.occurred_at) * 1000000)::bigint,
            (extract(epoch FROM purchase.posted_at) * 1000000)::bigint, 0,
            purchase.total_yen, purchase.prepaid_yen, purchase.prepaid_yen, entry.flags, '', ''),
        'UTF8'))
FROM purchases_purchase AS purchase
JOIN ledger_entry AS entry ON entry.id = purchase.entry_id
WHERE purchase.is_offline;
"""
TRIGGERS = """
CREATE TRIGGER belongs AFTER INSERT ON purchases_offlinesale
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_part_of_no_entry();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON purchases_offlinesale
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0002_tenancy"),
        ("ledger", "0005_as_of_by_version"),
        ("members", "0004_replaced_cards"),
        ("purchases", "0004_reversals"),
    ]

    operations = [
        migrations.CreateModel(
            name="OfflineSale",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="ledger.entry",
                    ),
                ),
                ("card", models.CharField(max_length=40)),
                ("occurred_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField()),
                ("contact_at", models.DateTimeField()),
                ("total_yen", models.IntegerField()),
                ("on_card_yen", models.IntegerField()),
                ("till_yen", models.BigIntegerField()),
                ("flags", models.CharField(max_length=60)),
                ("body", models.TextField(null=True)),
                ("mark", models.BinaryField(max_length=32)),
                (
                    "coop",
                    models.ForeignKey(
                        db_constraint=False,
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "terminal",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coops.terminal",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["terminal", "posted_at"], name="purchases_offline_contact"
                    ),
                    models.Index(
                        fields=["terminal", "contact_at", "till_yen"], name="purchases_offline_till"
                    ),
                    models.Index(fields=["member", "occurred_at"], name="purchases_offline_member"),
                    models.Index(
                        condition=models.Q(("flags", ""), _negated=True),
                        fields=["coop", "posted_at"],
                        name="purchases_offline_flags",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on_card_yen__gte", 0),
                            ("till_yen__gte", models.F("on_card_yen")),
                            ("total_yen__gte", models.F("on_card_yen")),
                        ),
                        name="purchases_offlinesale_yen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("body", None),
                            models.Q(("flags__contains", "card_unknown"), ("member", None)),
                            _connector="OR",
                        ),
                        name="purchases_offlinesale_body",
                    ),
                ],
            },
        ),
        migrations.RunSQL(TOLD_BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
