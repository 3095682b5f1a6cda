"""Where copies of inquiries go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0002_tenancy"),
    ]

    operations = [
        migrations.AddField(
            model_name="coop",
            name="desk_address",
            field=models.TextField(blank=True),
        ),
    ]
