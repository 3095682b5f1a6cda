"""The log of acts refuses to be emptied by its trigger; a key to it refused before, in other words."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("purchases", "0006_card_mails")]

    operations = [
        migrations.AlterField(
            model_name="cardchangetold",
            name="act",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                primary_key=True,
                related_name="+",
                serialize=False,
                to="coops.staffact",
            ),
        ),
    ]
