"""An answer by mail stands in a thread, and says where answers to it go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coops", "0004_legal_texts"),
        ("mail", "0002_tenancy"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="in_reply_to",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="message",
            name="references",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="message",
            name="reply_to",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("in_reply_to__regex", "[\\r\\n]"), _negated=True),
                    models.Q(("references__regex", "[\\r\\n]"), _negated=True),
                    models.Q(("reply_to__regex", "[\\r\\n]"), _negated=True),
                ),
                name="message_thread_one_line",
            ),
        ),
    ]
