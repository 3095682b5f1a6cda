"""Mails that were given up are counted for who looks after the installation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0007_addresses_and_hours"),
        ("mail", "0003_threads"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "given_up")),
                fields=["next_at"],
                name="message_given_up",
            ),
        ),
    ]
