"""Dishes in versions, with what one portion holds."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0004_legal_texts"),
        ("meals", "0004_returns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("starts_on", models.DateField()),
                ("name", models.CharField(max_length=100)),
                ("energy_kcal", models.IntegerField()),
                ("protein_mg", models.IntegerField()),
                ("fat_mg", models.IntegerField()),
                ("carbohydrate_mg", models.IntegerField()),
                ("fibre_mg", models.IntegerField()),
                ("salt_mg", models.IntegerField()),
                ("calcium_mg", models.IntegerField()),
                ("iron_ug", models.IntegerField()),
                ("vitamin_a_ug", models.IntegerField()),
                ("vitamin_b1_ug", models.IntegerField()),
                ("vitamin_b2_ug", models.IntegerField()),
                ("vitamin_c_mg", models.IntegerField()),
                ("vegetables_g", models.IntegerField()),
                ("red_tenths", models.IntegerField()),
                ("green_tenths", models.IntegerField()),
                ("yellow_tenths", models.IntegerField()),
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
                    models.UniqueConstraint(
                        fields=("coop", "code", "starts_on"), name="meals_dish_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("calcium_mg__gte", 0),
                            ("carbohydrate_mg__gte", 0),
                            ("energy_kcal__gte", 0),
                            ("fat_mg__gte", 0),
                            ("fibre_mg__gte", 0),
                            ("green_tenths__gte", 0),
                            ("iron_ug__gte", 0),
                            ("protein_mg__gte", 0),
                            ("red_tenths__gte", 0),
                            ("salt_mg__gte", 0),
                            ("vegetables_g__gte", 0),
                            ("vitamin_a_ug__gte", 0),
                            ("vitamin_b1_ug__gte", 0),
                            ("vitamin_b2_ug__gte", 0),
                            ("vitamin_c_mg__gte", 0),
                            ("yellow_tenths__gte", 0),
                        ),
                        name="meals_dish_not_negative",
                    ),
                ],
            },
        ),
    ]
