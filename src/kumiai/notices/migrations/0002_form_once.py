"""A form brings one notice, however often its button is pressed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.AddField(model_name="notice", name="form_id", field=models.UUIDField(null=True)),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(name="notice_form_once", fields=["form_id"]),
        ),
    ]
