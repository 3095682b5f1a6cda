"""Canned answers have an English title too; versions worded before stay without one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0002_desk")]

    operations = [
        migrations.AddField(
            "cannedanswer",
            "english_title",
            models.CharField(blank=True, default="", max_length=100),
        ),
    ]
