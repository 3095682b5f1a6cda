"""What a member chooses for the page about nutrition; within their co-op."""

import django.db.models.deletion
from django.db import migrations, models

KEY = """
ALTER TABLE meals_nutritionchoice
    ADD CONSTRAINT meals_nutritionchoice_member
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0004_legal_texts"),
        ("meals", "0005_dishes"),
        ("members", "0004_replaced_cards"),
    ]

    operations = [
        migrations.CreateModel(
            name="NutritionChoice",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="members.member",
                    ),
                ),
                ("sex", models.CharField(blank=True, default="", max_length=6)),
                ("activity", models.CharField(blank=True, default="", max_length=6)),
                ("hidden_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "sex__in",
                                [
                                    "",
                                    "male",
                                    "female",
                                ],
                            )
                        ),
                        name="meals_choice_sex",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "activity__in",
                                [
                                    "",
                                    "low",
                                    "normal",
                                    "high",
                                ],
                            )
                        ),
                        name="meals_choice_activity",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEY, migrations.RunSQL.noop),
    ]
