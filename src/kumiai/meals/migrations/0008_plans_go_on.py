"""Plans the office changes from a day on: each stretch a row, tied to the one before it."""

import django.db.models.deletion
from django.db import migrations, models

KEYS = """
ALTER TABLE meals_mealplan
    ADD CONSTRAINT meals_mealplan_continues
        FOREIGN KEY (coop_id, continues_id) REFERENCES meals_mealplan (coop_id, id);
"""


class Migration(migrations.Migration):
    dependencies = [("meals", "0007_compensations")]

    operations = [
        migrations.AddField(
            model_name="mealplan",
            name="continues",
            field=models.OneToOneField(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="meals.mealplan",
            ),
        ),
        migrations.AddField(
            model_name="mealplan",
            name="edited_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveConstraint(model_name="mealcard", name="meals_card_once"),
        migrations.AddConstraint(
            model_name="mealcard",
            constraint=models.UniqueConstraint(
                fields=("member", "plan", "starts_on"), name="meals_card_once"
            ),
        ),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
    ]
